import { describe, expect, test } from "vitest";
import { readService } from "#kubernetes/objects/read-service.ts";
import { hasNodePort, servicePort } from "#load-balancers/attributes/service-port.ts";
import { healthCheckPort, targetGroupPort } from "#load-balancers/attributes/target-group-ports.ts";
import type { Service, ServicePort } from "#model/load-balancers/routing.ts";

function serviceOf(ports: readonly object[], spec: object = {}, metadata: object = {}): Service {
  const service = readService({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "web", namespace: "shop", ...metadata },
    spec: { ...spec, ports },
  });
  if (service === undefined) throw new Error("a Service was expected");
  return service;
}

const onlyPort = (service: Service): ServicePort => {
  const [port] = service.ports;
  if (port === undefined) throw new Error("a port was expected");
  return port;
};

const web = serviceOf([
  { name: "http", port: 80, targetPort: 8080, nodePort: 30080 },
  { name: "admin", port: 81, targetPort: "admin" },
  { name: "8443", port: 8443, targetPort: 1 },
  { name: "http", port: 80, targetPort: 2 },
]);

describe("the port of a target group", () => {
  test.each([
    ["the node port of instance targets", { nodePort: 30080, targetPort: 8080 }, "instance", 30080],
    ["unknown where none is given out yet", { targetPort: 8080 }, "instance", undefined],
    ["the targetPort of ip targets", { nodePort: 30080, targetPort: 8080 }, "ip", 8080],
    ["1 for a name", { targetPort: "http" }, "ip", 1],
  ] as const)("is %s", (_sentence, port, targetType, value) => {
    expect(targetGroupPort(onlyPort(serviceOf([{ port: 80, ...port }])), targetType)).toBe(value);
  });
});

describe("the port of a health check", () => {
  test.each([
    ["traffic-port", "ip", "traffic-port"],
    ["9000", "ip", "9000"],
    ["09000", "instance", "9000"],
    ["http", "ip", "8080"],
    ["http", "instance", "30080"],
    ["admin", "instance", "0"],
    ["admin", "ip", "the targetPort of this port of Service web is also a name"],
    ["nowhere", "ip", "Service web has no port of this name"],
    ["nowhere", "instance", "Service web has no port of this name"],
  ] as const)("%s of %s targets is %s", (text, targetType, value) => {
    const read = healthCheckPort(text, web, targetType);
    expect(read.ok ? read.port : read.reason).toBe(value);
  });
});

test("the first port of a name or number is the one that is meant, and a number is no name", () => {
  expect(servicePort(web, "http")?.targetPort).toBe(8080);
  expect(servicePort(web, 80)?.targetPort).toBe(8080);
  expect(servicePort(web, "80")).toBeUndefined();
  expect(servicePort(web, "8443")?.targetPort).toBe(1);
  expect(servicePort(web, 443)).toBeUndefined();
});

describe("instance targets have a node port", () => {
  const stored = { uid: "1", resourceVersion: "1", creationTimestamp: "2026-01-01T00:00:00Z" };

  test.each<readonly [string, Service, boolean]>([
    ["that a NodePort Service states", serviceOf([{ port: 80, nodePort: 30080 }], { type: "NodePort" }, stored), true],
    ["that even a ClusterIP states", serviceOf([{ port: 80, nodePort: 30080 }], { type: "ClusterIP" }), true],
    ["that a NodePort Service is given", serviceOf([{ port: 80 }], { type: "NodePort" }), true],
    ["that a LoadBalancer is given", serviceOf([{ port: 80 }], { type: "LoadBalancer" }), true],
    [
      "not where it asks for none",
      serviceOf([{ port: 80 }], { type: "LoadBalancer", allocateLoadBalancerNodePorts: false }),
      false,
    ],
    [
      "though a NodePort Service cannot ask for none",
      serviceOf([{ port: 80 }], { type: "NodePort", allocateLoadBalancerNodePorts: false }),
      true,
    ],
    ["not with a ClusterIP", serviceOf([{ port: 80 }], { type: "ClusterIP" }), false],
    ["not where the stored Service has none", serviceOf([{ port: 80 }], { type: "NodePort" }, stored), false],
  ])("%s", (_sentence, service, has) => {
    expect(hasNodePort(service, onlyPort(service))).toBe(has);
  });
});

import { describe, expect, test } from "vitest";
import { readService } from "#kubernetes/objects/read-service.ts";
import { plainAttributes } from "#load-balancers/attributes/effective-attributes.ts";
import { targetGroupPort } from "#load-balancers/attributes/target-group-ports.ts";
import { nlbTargetGroups, problemsAsLoadBalancer } from "#load-balancers/service/nlb-target-groups.ts";
import { serviceAttributes } from "#load-balancers/service/service-attributes.ts";
import { serviceHealthCheck } from "#load-balancers/service/service-health-check.ts";
import { serviceOwner } from "#load-balancers/service/service-ownership.ts";
import type { Service } from "#model/load-balancers/routing.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { viewOf } from "../../support/view.ts";
import { vectorsOf } from "../../vectors/vectors.ts";

const flags = { ...defaultControllerFlags, serviceMutatorWebhook: false };

/** A Service as the controller's own tests make it; what they leave out is not the API server's default there. */
const rawService = (input: Record<string, unknown>, port = 80): Record<string, unknown> => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: {
    namespace: "web",
    name: "shop",
    uid: "1",
    annotations: input["annotations"],
    ...(input["deletionTimestamp"] === true ? { deletionTimestamp: "2026-01-01T00:00:00Z" } : {}),
  },
  spec: {
    type: input["type"] ?? "LoadBalancer",
    loadBalancerClass: input["loadBalancerClass"],
    allocateLoadBalancerNodePorts: input["allocateLoadBalancerNodePorts"],
    externalTrafficPolicy: input["externalTrafficPolicy"],
    healthCheckNodePort: input["healthCheckNodePort"],
    ports: [{ port, targetPort: 8080, nodePort: input["nodePort"] ?? 31223 }],
  },
});

function serviceOf(input: Record<string, unknown>, port?: number): Service {
  const service = readService(rawService(input, port));
  if (service === undefined) throw new Error("no service");
  return service;
}

describe("serviceManaged", () => {
  test.each(vectorsOf("serviceManaged"))("%s", (_id, { input, expected }) => {
    const only = { ...flags, serviceTypeLoadBalancerOnly: input.ServiceTypeLoadBalancerOnly ?? false };
    expect(serviceOwner(serviceOf(input), only) === "controller").toBe(expected.managed);
  });
});

/** How the controller words what is told here by an id. */
const refusals: Readonly<Record<string, string>> = {
  'unsupported service type "ClusterIP" for load balancer target type "instance"': "service-cluster-ip-with-instance-targets",
  "unable to support instance target type with an unallocated NodePort": "service-node-port-unallocated",
};

describe("nlbTargetType", () => {
  test.each(vectorsOf("nlbTargetType"))("%s", (_id, { input, expected }) => {
    const view = viewOf([rawService({ loadBalancerClass: input.annotations ? "service.k8s.aws/nlb" : undefined, ...input })]);
    const { targetGroups, problems } = nlbTargetGroups(view.list("Service"), view, {
      ...flags,
      defaultTargetType: input.flagDefault ?? "instance",
    });
    const errors = problems.filter(({ severity }) => severity === "error").map(({ id }) => id);
    expect(errors).toEqual(expected.error === undefined ? [] : [refusals[expected.error]]);
    expect(targetGroups[0]?.targetGroup.targetType).toBe(expected.targetType ?? "unknown");
    expect(targetGroups[0]?.refused).toBe(expected.error !== undefined);
  });
});

describe("nlbTargetGroupAttributes", () => {
  test.each(vectorsOf("nlbTargetGroupAttributes"))("%s", (_id, { input, expected }) => {
    const port = input.port ?? 8080;
    const reading = serviceAttributes(serviceOf(input, port), port);
    expect(reading.ok).toBe(expected.error !== true);
    if (reading.ok) expect(plainAttributes(reading.value.attributes)).toEqual(expected);
  });
});

describe("nlbHealthCheck", () => {
  test.each(vectorsOf("nlbHealthCheck"))("%s", (_id, { input, expected }) => {
    const service = serviceOf(input);
    const reading = serviceHealthCheck(service, service, input.targetType, flags);
    if (!reading.ok) throw new Error(reading.problem.id);
    const { healthCheck } = reading.value;
    expect({ port: healthCheck.port, protocol: healthCheck.protocol, path: healthCheck.path }).toEqual({
      port: String(expected.port),
      protocol: expected.protocol,
      path: expected.path ?? null,
    });
    expect([healthCheck.interval, healthCheck.timeout]).toEqual([expected.interval, expected.timeout]);
    expect([healthCheck.healthyThreshold, healthCheck.unhealthyThreshold]).toEqual([expected.healthy, expected.unhealthy]);
    expect(healthCheck.matcher).toBe(expected.httpCode ?? null);
  });
});

describe("tgPort", () => {
  test.each(vectorsOf("tgPort"))("%s", (_id, { input, expected }) => {
    const { targetType, ...port } = input;
    const found = targetGroupPort({ name: "", protocol: "TCP", ...port }, targetType);
    expect(found).toBe(expected.tgPort);
  });
});

/** The suite tells what the controller's webhook writes into a Service on UPDATE; Outlive reads what has been stored. */
test("serviceMutatorUpdate: a Service keeps the owner of the class that it was stored with", () => {
  for (const [, { expected }] of vectorsOf("serviceMutatorUpdate")) {
    const stored = serviceOf({ loadBalancerClass: expected.class });
    expect(serviceOwner(stored, { ...flags, loadBalancerClass: expected.class })).toBe("controller");
    expect(serviceOwner(stored, flags)).toBe("nobody");
  }
});

test("nothing is wrong with a Service that asks for no load balancer", () => {
  const view = viewOf([rawService({ type: "ClusterIP" })]);
  expect(view.list("Service").flatMap((service) => problemsAsLoadBalancer(service, view, flags))).toEqual([]);
});

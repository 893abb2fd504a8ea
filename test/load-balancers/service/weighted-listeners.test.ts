import { describe, expect, test } from "vitest";
import { nlbTargetGroups } from "#load-balancers/service/nlb-target-groups.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { viewOf } from "../../support/view.ts";

const prefix = "service.beta.kubernetes.io/";
const port = { name: "http", port: 80, targetPort: 8080 };
const next = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { namespace: "web", name: "next", uid: "n" },
  spec: { ports: [port] },
};

function weighted(listener: string, tuple: object, annotations: Readonly<Record<string, string>> = {}) {
  const action = { type: "forward", forwardConfig: { targetGroups: [tuple] } };
  const own = {
    [`${prefix}aws-load-balancer-nlb-target-type`]: "ip",
    [`${prefix}actions.${listener}`]: JSON.stringify(action),
    ...annotations,
  };
  const base = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { namespace: "web", name: "gw", uid: "g", annotations: own },
    spec: {
      type: "LoadBalancer",
      loadBalancerClass: "service.k8s.aws/nlb",
      ports: [port, { name: "alt", port: 81, targetPort: 8081 }],
    },
  };
  const view = viewOf([base, next]);
  const flags = { ...defaultControllerFlags, clusterName: "edge" };
  const { targetGroups, problems } = nlbTargetGroups(view.list("Service"), view, flags);
  return { groups: targetGroups.map(({ targetGroup }) => targetGroup), problems };
}

const shown = (found: ReturnType<typeof weighted>): readonly string[] =>
  found.groups.map(({ service, port: at }) => `${service}:${at}`);

describe("behind a weighted listener of a Service", () => {
  test("there are its own ports and the Service that it names", () => {
    const found = weighted("TCP-80", { serviceName: "next", servicePort: 80, weight: 10 });
    expect(shown(found)).toEqual(["gw:80", "next:80", "gw:81"]);
    expect(found.problems).toEqual([]);
  });

  test("another of its own ports makes one target group only", () => {
    expect(shown(weighted("TCP-80", { serviceName: "gw", servicePort: 81, weight: 10 }))).toEqual(["gw:80", "gw:81"]);
  });

  test("a target group of AWS is none of ours", () => {
    const arn = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/tf/7055c9ceba04f4e3";
    expect(shown(weighted("TCP-80", { targetGroupARN: arn, weight: 10 }))).toEqual(["gw:80", "gw:81"]);
  });

  test("the name of the target group differs by whether TLS ends at the load balancer", () => {
    const tls = { [`${prefix}aws-load-balancer-ssl-cert`]: "arn:x" };
    const nameFor = (listener: string, decrypt: boolean | undefined, annotations?: Readonly<Record<string, string>>) =>
      weighted(listener, { serviceName: "next", servicePort: 80, weight: 10, decrypt }, annotations).groups.find(
        ({ service }) => service === "next",
      )?.binding;
    const plain = nameFor("TCP-80", undefined);
    expect(plain).toMatch(/^k8s-web-next-/);
    expect(nameFor("TCP-80", true)).toBe(plain);
    expect(nameFor("TLS-80", true, tls)).toBe(plain);
    expect(nameFor("TLS-80", false, tls)).not.toBe(plain);
    expect(nameFor("TLS-80", undefined, tls)).toBe(nameFor("TLS-80", false, tls));
  });

  test("an action that no listener has is named with the listeners that there are", () => {
    expect(weighted("UDP-80", { serviceName: "next", servicePort: 80 }).problems).toMatchObject([
      { id: "service-action-unused", field: `${prefix}actions.UDP-80`, details: { listeners: "TCP-80, TCP-81" } },
    ]);
  });
});

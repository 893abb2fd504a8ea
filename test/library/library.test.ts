import { expect, test } from "vitest";
import { check, explain, OutliveOptionsError } from "#library/index.ts";

const deployment = (name: string): object => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name },
  spec: {
    selector: { matchLabels: { app: "shop" } },
    template: { metadata: { labels: { app: "shop" } }, spec: { containers: [{ name: "app", image: "shop:1" }] } },
  },
});
const service = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "shop" },
  spec: { selector: { app: "shop" }, ports: [{ name: "http", port: 80, targetPort: 8080 }] },
};
const ingress = {
  apiVersion: "networking.k8s.io/v1",
  kind: "Ingress",
  metadata: {
    name: "shop",
    annotations: {
      "alb.ingress.kubernetes.io/target-type": "ip",
      "alb.ingress.kubernetes.io/target-group-attributes": "deregistration_delay.timeout_seconds=35",
    },
  },
  spec: { ingressClassName: "alb", defaultBackend: { service: { name: "shop", port: { name: "http" } } } },
};
const objects = [service, ingress, deployment("shop")];

test("a finding names the index of its object", () => {
  const { findings } = check(objects);
  const found = findings.find(({ rule }) => rule === "prestop-outlives-deregistration");
  expect(found).toMatchObject({ object: 2, requiredSeconds: 40 });
});

test("an object in a List is placed by the List", () => {
  const { findings } = check([{}, { apiVersion: "v1", kind: "List", items: objects }]);
  expect(findings.find(({ rule }) => rule === "prestop-outlives-deregistration")?.object).toBe(1);
});

test.each([null, undefined, 1, "text", [], {}, { kind: "Pod" }, { apiVersion: "v1", kind: "Pod", metadata: 7 }])(
  "%j is said to be no object, and stops nothing",
  (value) => {
    const report = check([value, ...objects]);
    expect(report.notices).toEqual([{ object: 0, message: expect.any(String) }]);
    expect(report.summary).toEqual(check(objects).summary);
  },
);

test("objects of other kinds are passed over", () => {
  expect(check([{ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } }])).toMatchObject({ findings: [], notices: [] });
});

test("the objects stay as they are", () => {
  const frozen = JSON.stringify(objects);
  check(objects);
  explain(objects);
  expect(JSON.stringify(objects)).toBe(frozen);
});

test("an explanation has the values that the workload needs", () => {
  expect(explain(objects, { namespace: "web" })).toMatchObject([
    { subject: { namespace: "web", name: "shop" }, required: { preStopSeconds: 40, terminationGracePeriodSeconds: 50 } },
  ]);
});

test("a configuration counts, and one that is wrong is refused by field", () => {
  const configuration = { policies: [{ name: "long", extends: "pod-outlives-target", parameters: { shutdown: 30 } }] };
  expect(explain(objects, { configuration, policy: "long" })[0]?.required.terminationGracePeriodSeconds).toBe(75);
  expect(() => check([], { configuration: { scope: 1 } })).toThrow(/^configuration\.scope: /);
});

test("a policy that there is not is refused with those that there are", () => {
  expect(() => check([], { policy: "no-such" })).toThrow(OutliveOptionsError);
  expect(() => check([], { policy: "no-such" })).toThrow(/pod-outlives-target/);
});

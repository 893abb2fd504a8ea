import { describe, expect, test } from "vitest";
import { onlyShiftsTraffic } from "#admission/traffic-shift.ts";
import type { JsonObject } from "#model/kubernetes/json.ts";

const actionKey = "alb.ingress.kubernetes.io/actions.root";

const forward = (stable: number | string, canary: number | string, service = "stable"): string =>
  JSON.stringify({
    Type: "forward",
    ForwardConfig: {
      TargetGroups: [
        { ServiceName: "canary", ServicePort: "80", Weight: canary },
        { ServiceName: service, ServicePort: "80", Weight: stable },
      ],
    },
  });

const ingress = (action: string | undefined, change: object = {}, annotations: object = {}): JsonObject =>
  ({
    metadata: {
      name: "web",
      ...change,
      annotations: { ...(action === undefined ? {} : { [actionKey]: action }), ...annotations },
    },
    spec: { rules: [] },
  }) as unknown as JsonObject;

const now = ingress(forward(100, 0));

describe("an Ingress", () => {
  test.each([
    ["other weights", ingress(forward(80, 20)), true],
    [
      "other weights, and what the API server notes",
      ingress(forward(80, 20), { resourceVersion: "2", managedFields: [{}] }),
      true,
    ],
    [
      "other weights, and what Argo Rollouts notes",
      ingress(forward(80, 20), {}, { "rollouts.argoproj.io/managed-alb-actions": "{}" }),
      true,
    ],
    ["nothing", ingress(forward(100, 0)), false],
    ["another Service", ingress(forward(80, 20, "other")), false],
    ["a weight that is none", ingress(forward("all", 20)), false],
    ["a text that is no action", ingress("weights"), false],
    ["no action anymore", ingress(undefined), false],
    ["other weights and another annotation", ingress(forward(80, 20), {}, { other: "1" }), false],
    ["other weights and another spec", { ...ingress(forward(80, 20)), spec: { rules: [{}] } }, false],
  ])("with %s", (_what, after, shifts) => {
    expect(onlyShiftsTraffic("Ingress", now, after)).toBe(shifts);
  });

  test("that gets its first action is evaluated", () => {
    expect(onlyShiftsTraffic("Ingress", ingress(undefined), now)).toBe(false);
  });
});

const service = (selector: object, annotations: object = {}, spec: object = {}): JsonObject =>
  ({ metadata: { name: "web", annotations }, spec: { ports: [], selector, ...spec } }) as unknown as JsonObject;

const hash = "rollouts-pod-template-hash";
const switched = service({ app: "web", [hash]: "1" });

describe("a Service", () => {
  test.each([
    ["another revision", service({ app: "web", [hash]: "2" }), true],
    [
      "another revision, and whose it is",
      service({ app: "web", [hash]: "2" }, { "argo-rollouts.argoproj.io/managed-by-rollouts": "web" }),
      true,
    ],
    ["the same", switched, false],
    ["no revision anymore", service({ app: "web" }), false],
    ["another revision and another label", service({ app: "other", [hash]: "2" }), false],
    ["another revision and type", service({ app: "web", [hash]: "2" }, {}, { type: "LoadBalancer" }), false],
  ])("with %s", (_what, after, shifts) => {
    expect(onlyShiftsTraffic("Service", switched, after)).toBe(shifts);
  });

  test("that gets its first revision", () => {
    expect(onlyShiftsTraffic("Service", service({ app: "web" }), switched)).toBe(true);
  });
});

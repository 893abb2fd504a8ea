import { describe, expect, test } from "vitest";
import { readArgoStrategy } from "#kubernetes/objects/read-argo-strategy.ts";

const read = (strategy: object) => readArgoStrategy({ strategy });
const pingPong = { pingService: "a", pongService: "b" };
const alb = (more: object = {}) => ({ alb: { ingress: "web", servicePort: 80, ...more } });

describe("the Services of a strategy", () => {
  test.each([
    ["blue/green", { blueGreen: { activeService: "a", previewService: "b" } }, ["active a", "preview b"]],
    ["blue/green without a preview", { blueGreen: { activeService: "a" } }, ["active a"]],
    ["a canary", { canary: { stableService: "a", canaryService: "b" } }, ["stable a", "canary b"]],
    ["a canary with ping-pong", { canary: { pingPong } }, ["ping a", "pong b"]],
    ["a canary that names none", { canary: { maxSurge: 1 } }, []],
    ["names that are none", { canary: { stableService: "", canaryService: 1 } }, []],
  ])("of %s", (_what, strategy, services) => {
    expect(read(strategy)?.services.map(({ role, name }) => `${role} ${name}`)).toEqual(services);
  });

  test.each([undefined, null, {}, { strategy: { blueGreen: 1 } }, "text"])("of no strategy: %j", (spec) => {
    expect(readArgoStrategy(spec)).toBeUndefined();
  });
});

describe("how long old Pods are kept", () => {
  const field = "spec.strategy.blueGreen.scaleDownDelaySeconds";
  const canary = { trafficRouting: alb() };
  test.each([
    ["blue/green by default", { blueGreen: {} }, [30, undefined]],
    ["blue/green with a value", { blueGreen: { scaleDownDelaySeconds: 5 } }, [5, field]],
    ["blue/green with a value that no API server takes", { blueGreen: { scaleDownDelaySeconds: -5 } }, [30, undefined]],
    [
      "blue/green without old revisions",
      { blueGreen: { scaleDownDelaySeconds: 60, scaleDownDelayRevisionLimit: 0 } },
      [0, "spec.strategy.blueGreen.scaleDownDelayRevisionLimit"],
    ],
    ["a canary with traffic routing", { canary }, [30, undefined]],
    ["a canary without", { canary: { scaleDownDelaySeconds: 5 } }, undefined],
    ["a canary whose stable revision shrinks meanwhile", { canary: { ...canary, dynamicStableScale: true } }, undefined],
  ])("%s", (_what, strategy, kept) => {
    const delay = read(strategy)?.scaleDownDelay;
    expect(delay && [delay.seconds, delay.field]).toEqual(kept);
  });

  test.each([
    ["a canary with traffic routing", { canary }, 30],
    ["one that keeps them for good", { canary: { ...canary, abortScaleDownDelaySeconds: 0 } }, undefined],
    ["blue/green whose new Pods got no requests before", { blueGreen: { abortScaleDownDelaySeconds: 5 } }, undefined],
    [
      "blue/green with an analysis after the promotion",
      { blueGreen: { postPromotionAnalysis: {}, abortScaleDownDelaySeconds: 5 } },
      5,
    ],
  ])("after an abort: %s", (_what, strategy, kept) => {
    expect(read(strategy)?.abortScaleDownDelay?.seconds).toBe(kept);
  });
});

describe("the action that it writes", () => {
  const action = (canary: object) => read({ canary: { stableService: "a", canaryService: "b", ...canary } })?.alb;
  test.each([
    [
      "named after the root Service",
      { trafficRouting: alb({ rootService: "root" }) },
      { ingresses: ["web"], action: "root", port: 80 },
    ],
    ["named after the stable Service", { trafficRouting: alb() }, { ingresses: ["web"], action: "a", port: 80 }],
    [
      "in several Ingresses",
      { trafficRouting: alb({ ingresses: ["x", "y"] }) },
      { ingresses: ["x", "y"], action: "a", port: 80 },
    ],
    ["under a prefix that the AWS controller does not read", { trafficRouting: alb({ annotationPrefix: "other" }) }, undefined],
    ["of another traffic router", { trafficRouting: { nginx: {} } }, undefined],
  ])("%s", (_what, canary, written) => {
    expect(action(canary)).toEqual(written);
  });
});

import { describe, expect, test } from "vitest";
import { switchSentences } from "#explain/switch-sentences.ts";
import { readRollout } from "#kubernetes/objects/read-workload.ts";
import { seconds } from "#model/findings/seconds.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import { sampleExplanation } from "./explanation-sample.ts";

const explained = (strategy: object, change: Partial<Explanation> = {}): string => {
  const rollout = readRollout({ metadata: { namespace: "web", name: "shop" }, spec: { strategy } })?.rollout;
  const times = (preStop: number) => ({ preStop: seconds(preStop), gracePeriod: seconds(90) });
  return switchSentences({ ...sampleExplanation, rollout, current: times(0), required: times(65), ...change }).join(" ");
};

const blueGreen = { blueGreen: { activeService: "active", scaleDownDelaySeconds: 20 } };
const routed = { stableService: "stable", trafficRouting: { alb: {} } };

describe("says when old Pods are deregistered and stop", () => {
  test.each<[string, object, string]>([
    ["blue/green", blueGreen, "A promotion switches Service active, which deregisters the old Pods."],
    ["blue/green with its delay", blueGreen, "kept for another 20 s (scaleDownDelaySeconds)"],
    ["blue/green with the sleep", blueGreen, "20 s after the switch now, 85 s with these values"],
    ["a canary with traffic routing", { canary: routed }, "The end of a roll-out moves the weight and switches Service stable"],
    ["a canary after an abort", { canary: routed }, "After an abort, the new Pods are kept for 30 s."],
    [
      "a stable revision that shrinks meanwhile",
      { canary: { ...routed, dynamicStableScale: true } },
      "without a delay of their own",
    ],
  ])("%s", (_what, strategy, sentence) => {
    expect(explained(strategy)).toContain(sentence);
  });

  test.each<[string, object, Partial<Explanation>]>([
    ["a canary that goes as a Deployment does", { canary: { stableService: "stable" } }, {}],
    ["a Rollout that nothing leads to", blueGreen, { targetGroups: [] }],
  ])("nothing of %s", (_what, strategy, change) => {
    expect(explained(strategy, change)).toBe("");
  });

  test("nothing of a sleep whose length is not known", () => {
    const unknown = { preStop: undefined, extent: "unknown", gracePeriod: seconds(90) } as const;
    expect(explained(blueGreen, { current: unknown, required: unknown })).not.toContain("Their sleep");
  });
});

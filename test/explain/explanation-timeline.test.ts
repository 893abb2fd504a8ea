import { describe, expect, test } from "vitest";
import { explanationTimeline } from "#explain/explanation-timeline.ts";
import { seconds } from "#model/findings/seconds.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import { amount, targetGroup } from "../support/workload-facts.ts";
import { sampleExplanation } from "./explanation-sample.ts";

/** What the panels say about failing requests: those as it is now, and as it would be. */
const failing = (changes: Partial<Explanation>): readonly string[][] =>
  explanationTimeline({ ...sampleExplanation, ...changes }).panels.map(({ lanes }) =>
    lanes
      .filter(({ bars }) => bars.some(({ kind }) => kind === "lost" || kind === "cut"))
      .map(({ label, note }) => `${label} ${note}`),
  );

const now = ["new requests fail until 10 s", "requests in flight may be cut at 0 s"];

describe("what fails is the same under every policy", () => {
  test.each(["pod-outlives-target", "target-outlives-pod", "propagation"])("%s", (policy) => {
    expect(failing({ policy })[0]).toEqual(now);
  });

  test.each([35, 300, 3600])("and does not last until a delay of %i s has passed", (delay) => {
    expect(failing({ targetGroups: [targetGroup({ delay })] })[0]).toEqual(now);
  });
});

test.each<[string, Partial<Explanation>, readonly string[]]>([
  ["the delay cuts before the application exits", {}, ["requests in flight longer than 25 s may be cut at 35 s"]],
  ["a longest request that fits is not cut", { requestTimeout: amount("requestTimeout", 25) }, []],
  [
    "the shortest delay cuts",
    { targetGroups: [targetGroup(), targetGroup({ delay: 20 })] },
    ["requests in flight longer than 10 s may be cut at 20 s"],
  ],
  [
    "an instance is not deregistered",
    { targetGroups: [targetGroup({ targetType: "instance" })] },
    ["requests in flight longer than 30 s may be cut at 40 s"],
  ],
  [
    "a declared shutdown drains until SIGKILL",
    { shutdown: amount("shutdown", 5), targetGroups: [targetGroup({ delay: 300 })] },
    ["requests in flight longer than 40 s may be cut at 50 s"],
  ],
  ["nothing leads to the Pod", { propagation: undefined, targetGroups: [] }, []],
])("with the required values, %s", (_, changes, expected) => {
  expect(failing(changes)[1]).toEqual(expected);
});

test.each([
  ["kube-proxy", "requests in flight may be cut at 40 s"],
  ["health-check", "requests in flight longer than 30 s may be cut at 40 s"],
] as const)("where nodes are targets and %s stops new requests, %s", (stoppedBy, expected) => {
  expect(failing({ targetGroups: [targetGroup({ targetType: "instance" })], stoppedBy: [stoppedBy] })[1]).toEqual([expected]);
});

test("an NLB lets connections live on after the delay, unless it is told to end them", () => {
  const nlb = (attributes: Readonly<Record<string, string>>): Partial<Explanation> => ({
    propagation: amount("propagation", 120),
    required: { preStop: seconds(135), gracePeriod: seconds(145) },
    targetGroups: [targetGroup({ loadBalancer: "nlb", attributes })],
  });
  expect(failing(nlb({}))).toEqual([
    ["new connections fail until 120 s", "open connections may be reset at 0 s"],
    ["open connections longer than 15 s may be reset at 135 s"],
  ]);
  const ended = failing(nlb({ "deregistration_delay.connection_termination.enabled": "true" }));
  expect(ended[1]).toEqual(["open connections may be reset at 120 s"]);
});

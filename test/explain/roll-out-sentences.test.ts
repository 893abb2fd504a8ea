import { expect, test } from "vitest";
import { count, rollOutSentences } from "#explain/roll-out-sentences.ts";
import { seconds } from "#model/findings/seconds.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import { amount, targetGroup } from "../support/workload-facts.ts";
import { sampleExplanation } from "./explanation-sample.ts";

const said = (changes: Partial<Explanation>, rate?: number): string =>
  rollOutSentences({ ...sampleExplanation, ...changes }, rate).join(" ");

test("with a rate, how many requests a roll-out loses", () => {
  expect(said({}, 50)).toMatchInlineSnapshot(
    `"At 50 requests a second a roll-out of 4 Pods loses about 320 requests now, 0 with these values. It takes about 25 s now, 65 s with these values, until the last old Pod is gone; 10 s is assumed for a new Pod to become available. Requests in flight are not counted: how many are cut depends on how long they take."`,
  );
});

test("without one, only how long it takes", () => {
  expect(said({})).toMatchInlineSnapshot(
    `"A roll-out of 4 Pods takes about 25 s now, 65 s with these values, until the last old Pod is gone; 10 s is assumed for a new Pod to become available. --rate N says how many requests it loses."`,
  );
});

test("what would stay as it is is said once", () => {
  expect(said({ required: sampleExplanation.current }, 50)).not.toContain("with these values");
});

test("an NLB loses connections", () => {
  const nlb = { targetGroups: [targetGroup({ loadBalancer: "nlb" })], propagation: amount("propagation", 120) };
  expect(said({ ...nlb, required: { preStop: seconds(135), gracePeriod: seconds(145) } }, 5)).toMatch(
    /^At 5 connections a second a roll-out of 4 Pods loses about \d+ connections now, 0 with these values\. /,
  );
});

test.each<[string, Partial<Explanation>]>([
  ["nothing leads to the Pods", { propagation: undefined, targetGroups: [] }],
  ["nobody knows how many there are", { subject: { ...sampleExplanation.subject, kind: "DaemonSet" } }],
])("nothing is said where %s", (_, changes) => {
  expect(said(changes, 50)).toBe("");
});

test.each([
  [0, "0"],
  [0.4, "0"],
  [7.4, "about 7"],
  [96.6, "about 97"],
  [276.7, "about 280"],
  [1249, "about 1200"],
])("%d is said as %s", (lost, text) => {
  expect(count(lost)).toBe(text);
});

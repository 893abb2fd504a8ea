import { describe, expect, test } from "vitest";
import { configurationOf } from "#library/configuration.ts";
import { seconds } from "#model/findings/seconds.ts";
import { judge } from "#playground/judge.ts";
import { startingValues } from "#playground/starting-values.ts";
import { type Tried, whatIf } from "#playground/what-if.ts";
import { shopYaml } from "./shop-yaml.ts";

const explanationOf = (text: string) => {
  const [explanation] = judge(text, configurationOf({})).explanations;
  if (explanation === undefined) throw new Error("no workload");
  return explanation;
};
const explanation = explanationOf(shopYaml);
const nothing: Tried = {
  preStop: undefined,
  gracePeriod: undefined,
  deregistrationDelay: undefined,
  requestTimeout: undefined,
  rate: 50,
};

describe("the sliders start", () => {
  test("where the manifests are", () => {
    expect(startingValues(explanation)).toEqual({ preStop: 0, gracePeriod: 30, deregistrationDelay: 35, requestTimeout: 0 });
  });

  test("nowhere for a workload that nothing leads to", () => {
    const alone = shopYaml.split("---\n").at(-1) ?? "";
    expect(startingValues(explanationOf(alone))).toBeUndefined();
  });
});

test("with nothing tried, it loses what the roll-out loses now", () => {
  expect(whatIf(explanation, nothing).lostRequests).toBeGreaterThan(0);
});

test("a longer sleep loses less, and one that covers propagation nothing", () => {
  const lost = [0, 5, 10, 20].map(
    (preStop) =>
      whatIf(explanation, { ...nothing, preStop: seconds(preStop), gracePeriod: seconds(60) }).lostRequests ?? Number.NaN,
  );
  expect(lost.toSorted((a, b) => b - a)).toEqual(lost);
  expect(lost.at(-1)).toBe(0);
});

test("a sleep beyond the grace period is cut by it", () => {
  const cut = whatIf(explanation, { ...nothing, preStop: seconds(300), gracePeriod: seconds(5) });
  const short = whatIf(explanation, { ...nothing, preStop: seconds(5), gracePeriod: seconds(5) });
  expect(cut.lostRequests).toBe(short.lostRequests);
});

test("the delay moves the lane of the target group", () => {
  const { timeline } = whatIf(explanation, { ...nothing, deregistrationDelay: seconds(120) });
  expect(timeline.panels.map(({ title }) => title)).toEqual(["with these values"]);
  expect(timeline.panels[0]?.lanes.map(({ note }) => note)).toContain("drains until 120 s");
});

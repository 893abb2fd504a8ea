import { describe, expect, test } from "vitest";
import { healthCheckNumber } from "#load-balancers/attributes/health-check-number.ts";
import { nextDelay } from "#load-balancers/attributes/next-delay.ts";
import { attributeProblems, delayOf, secondsAt } from "#load-balancers/attributes/target-group-attributes.ts";
import type { Problem } from "#model/findings/problem.ts";
import { seconds } from "#model/findings/seconds.ts";
import type { ObjectMeta } from "#model/kubernetes/object-meta.ts";
import { ingressRef } from "../../support/workload-facts.ts";

const delayKey = "deregistration_delay.timeout_seconds";
const source = { from: "object", object: ingressRef, field: "f" } as const;

describe("AWS", () => {
  test.each([
    [delayKey, ["0", "3600", "007"], ["3601", "-1", "", "30s", " 30", "30 ", "1000000000"]],
    ["slow_start.duration_seconds", ["0", "30", "900"], ["29", "901"]],
    ["stickiness.lb_cookie.duration_seconds", ["1", "604800"], ["0", "604801"]],
    ["stickiness.enabled", ["true", "false"], ["TRUE", "1", ""]],
    ["load_balancing.algorithm.type", ["round_robin", "weighted_random"], ["roundrobin"]],
    ["idle_timeout.timeout_seconds", ["1", "4000"], ["0", "4001"]],
    ["tcp.idle_timeout.seconds", ["60", "6000"], ["59", "6001"]],
    ["a.key.that.nobody.knows", ["anything", ""], []],
  ])("takes and refuses values of %s", (key, taken, refused) => {
    const isRefused = (value: string): boolean => attributeProblems({ [key]: value }, ingressRef, "f").length > 0;
    expect(taken.filter(isRefused)).toEqual([]);
    expect(refused.filter((value) => !isRefused(value))).toEqual([]);
  });

  test("is told what it takes", () => {
    const problems = attributeProblems(
      { "Stickiness.Enabled": "true", [delayKey]: "x", "slow_start.duration_seconds": "1" },
      ingressRef,
      "f",
    );
    expect(problems).toMatchObject([
      {
        id: "attribute-key-wrong-case",
        object: ingressRef,
        field: "f",
        details: { key: "Stickiness.Enabled", known: "stickiness.enabled" },
      },
      { id: "deregistration-delay-invalid", details: { value: "x" } },
      {
        id: "attribute-value-invalid",
        details: { key: "slow_start.duration_seconds", value: "1", accepted: "an integer from 30 to 900 or 0" },
      },
    ]);
  });

  test("is not told the same of thousands of spellings", () => {
    const spellings = Array.from({ length: 2 ** 7 }, (_, bits) =>
      [..."stickiness.enabled"].map((letter, at) => ((bits >> at) & 1 ? letter.toUpperCase() : letter)).join(""),
    );
    expect(attributeProblems(Object.fromEntries(spellings.slice(1).map((key) => [key, "true"])), ingressRef, "f")).toHaveLength(
      20,
    );
    expect(
      attributeProblems(Object.fromEntries(spellings.slice(1, 20).map((key) => [key, "true"])), ingressRef, "f"),
    ).toHaveLength(19);
  });
});

describe("the delay in effect", () => {
  test.each([
    ["is what is stated", { [delayKey]: "35" }, 35, source],
    ["is the default of AWS where nothing is", {}, 300, { from: "default" }],
    ["is taken for the default where AWS refuses it", { [delayKey]: "35s" }, 300, { from: "assumed" }],
  ])("%s", (_sentence, attributes, value, from) => {
    expect(delayOf(attributes, source)).toEqual({ value, source: from });
  });

  test("of a key that is not known is any number of seconds", () => {
    expect(secondsAt({ other: "999999999" }, "other", seconds(1), source)).toEqual({ value: 999_999_999, source });
    expect(secondsAt({ other: "x" }, "other", seconds(1), source)).toEqual({ value: 1, source: { from: "assumed" } });
  });
});

describe("a number of a health check", () => {
  test.each([
    ["interval", 4, 15],
    ["interval", 5, 5],
    ["interval", 300, 300],
    ["interval", 301, 15],
    ["timeout", 1, 15],
    ["timeout", 2, 2],
    ["timeout", 120, 120],
    ["timeout", 121, 15],
    ["threshold", 2, 2],
    ["threshold", 10, 10],
    ["threshold", 11, 15],
  ] as const)("%s %d is %d", (what, value, used) => {
    const problems: Problem[] = [];
    const given = { value, object: ingressRef, field: "f", text: `${value}` };
    expect(healthCheckNumber(what, given, 15, problems)).toBe(used);
    expect(problems.map(({ id, details }) => [id, details["value"]])).toEqual(
      used === value ? [] : [["health-check-value-invalid", `${value}`]],
    );
  });

  test("that is not given is the default, and no problem", () => {
    const problems: Problem[] = [];
    expect([healthCheckNumber("interval", undefined, 15, problems), problems]).toEqual([15, []]);
  });

  test("that AWS refuses says what it takes", () => {
    const problems: Problem[] = [];
    healthCheckNumber("timeout", { value: 1, object: ingressRef, field: "f", text: "1" }, 15, problems);
    expect(problems[0]?.details).toEqual({ value: "1", accepted: "an integer from 2 to 120" });
  });
});

describe("a delay that is announced", () => {
  const meta = (name: string, delay?: string): ObjectMeta =>
    ({
      apiVersion: "v1",
      kind: "Service",
      name,
      namespace: "shop",
      labels: {},
      annotations: delay === undefined ? {} : { "outlive.dev/next-deregistration-delay": delay },
    }) as unknown as ObjectMeta;
  const of = (...objects: readonly ObjectMeta[]) => {
    const problems: Problem[] = [];
    const delay = nextDelay(objects, problems);
    return [delay?.value, delay?.source.from === "object" ? delay.source.object.name : undefined, problems.map(({ id }) => id)];
  };

  test.each([
    ["is the longest of several", () => of(meta("a", "60"), meta("b", "2m"), meta("c", "90")), [120, "b", []]],
    ["is the first of equals", () => of(meta("a", "60"), meta("b", "1m")), [60, "a", []]],
    ["is none where nobody announces one", () => of(meta("a")), [undefined, undefined, []]],
    ["is none where it cannot be read", () => of(meta("a", "soon")), [undefined, undefined, ["duration-unparsable"]]],
    ["is what can be read", () => of(meta("a", "soon"), meta("b", "60")), [60, "b", ["duration-unparsable"]]],
  ])("%s", (_sentence, found, wanted) => {
    expect(found()).toEqual(wanted);
  });
});

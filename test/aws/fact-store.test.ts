import { expect, test } from "vitest";
import { FactStore } from "#aws/fact-store.ts";
import { dueArns } from "#aws/follow-facts.ts";
import { seconds } from "#model/findings/seconds.ts";
import type { AwsTargetGroup } from "#model/load-balancers/aws-facts.ts";

const group = (delay: string): AwsTargetGroup => ({
  arn: "a",
  kind: "alb",
  targetType: "ip",
  attributes: { "deregistration_delay.timeout_seconds": delay },
  healthCheck: undefined,
  loadBalancers: [],
});

const startMs = 1_800_000_000_000;

test("a fact grows older, in steps of ten seconds", () => {
  const store = new FactStore();
  store.put("a", group("35"), startMs);
  const ages = [0, 9_999, 10_000, 47_000].map((passedMs) => store.factsAt(startMs + passedMs, "larger").targetGroup("a")?.age);
  expect(ages).toEqual([0, 0, 10, 40]);
});

test("without a time there is no age, and only a value changes the revision", () => {
  const store = new FactStore();
  const facts = () => store.factsAt(undefined, "larger");
  store.put("a", group("35"), startMs);
  const first = facts().revision();
  expect(facts().targetGroup("a")).toMatchObject({ exists: true, age: undefined });
  store.put("a", group("35"), startMs + 600_000);
  expect(facts().revision()).toBe(first);
  store.put("a", group("60"), startMs + 600_000);
  expect(facts().revision()).not.toBe(first);
});

test("the revision changes with a value, with a step of time and with what is forgotten, and with nothing else", () => {
  const store = new FactStore();
  const revision = (passedMs = 0): string => store.factsAt(startMs + passedMs, "larger").revision();
  const empty = revision();
  store.put("a", group("35"), startMs);
  const first = revision();
  store.put("a", group("35"), startMs + 5_000);
  expect(revision(5_000)).toBe(first);
  expect(first).not.toBe(empty);
  store.put("a", group("40"), startMs);
  const changed = revision();
  expect(changed).not.toBe(first);
  expect(revision(10_000)).not.toBe(changed);
  store.retain(new Set());
  expect(revision()).not.toBe(changed);
  expect(store.factsAt(startMs, "larger").targetGroup("a")).toBeUndefined();
});

test("nothing is said about what is of another account, and that is not requested again at once", () => {
  const store = new FactStore();
  store.put("foreign", "unknown", startMs);
  store.put("gone", "missing", startMs);
  const { targetGroup } = store.factsAt(startMs, "larger");
  expect([targetGroup("foreign"), targetGroup("gone")]).toEqual([undefined, { exists: false, age: 0 }]);
  expect(dueArns(["foreign", "gone"], store, startMs + 301_000, seconds(300))).toEqual([]);
});

test("those never read come first, then the oldest; one that AWS does not know is requested less often", () => {
  const store = new FactStore();
  const at = (ageSeconds: number): number => startMs - ageSeconds * 1_000;
  store.put("fresh", group("1"), at(10));
  store.put("old", group("1"), at(400));
  store.put("older", group("1"), at(500));
  store.put("missing", "missing", at(600));
  store.put("long-missing", "missing", at(1_300));
  const arns = ["fresh", "old", "missing", "new-1", "older", "new-2", "long-missing"];
  expect(dueArns(arns, store, startMs, seconds(300))).toEqual(["new-1", "new-2", "long-missing", "older", "old"]);
});

test("one round leaves what is due beyond it to the next", () => {
  const arns = Array.from({ length: 500 }, (_, at) => String(at));
  expect(dueArns(arns, new FactStore(), startMs, seconds(300))).toEqual(arns.slice(0, 200));
});

import { expect, test } from "vitest";
import { EventBudget } from "#reports/event-budget.ts";
import type { EventNotice } from "#reports/event-notice.ts";
import { eventObject } from "#reports/event-object.ts";
import type { EventReason } from "#reports/event-reasons.ts";
import { GivenNotices } from "#reports/given-notices.ts";

const minuteMs = 60_000;
const notice = (reason: EventReason, note = "n"): EventNotice => ({ reason, note, related: undefined, hash: note });
const reasonsOf = (notices: readonly EventNotice[]) => notices.map(({ reason }) => reason);

test("a notice is given once, again when it says something else, and again after a day", () => {
  const given = new GivenNotices();
  const at = (ms: number, note: string) => reasonsOf(given.fresh("u", [notice("TimingsTooShort", note)], ms, false));
  expect([at(0, "a"), at(minuteMs, "a"), at(2 * minuteMs, "b"), at(25 * 60 * minuteMs, "b")]).toEqual([
    ["TimingsTooShort"],
    [],
    ["TimingsTooShort"],
    ["TimingsTooShort"],
  ]);
});

test("a recovery is given once, and only after a warning", () => {
  const given = new GivenNotices();
  const fresh = (notices: readonly EventNotice[], silent = false) => reasonsOf(given.fresh("u", notices, 0, silent));
  expect(fresh([])).toEqual([]);
  expect(fresh([notice("RestartNeeded")])).toEqual(["RestartNeeded"]);
  expect(fresh([notice("Injected")])).toEqual(["Injected", "TimingsHold"]);
  expect(fresh([notice("Injected")])).toEqual([]);
});

test("who is silent remembers: what another replica has said is not said again", () => {
  const given = new GivenNotices();
  expect(given.fresh("u", [notice("TimingsTooShort")], 0, true)).toEqual([]);
  expect(given.fresh("u", [notice("TimingsTooShort")], 0, false)).toEqual([]);
  expect(reasonsOf(given.fresh("u", [], 0, false))).toEqual(["TimingsHold"]);
});

test("a workload has a burst, then one every five minutes", () => {
  const budget = new EventBudget();
  const taken = (times: number, nowMs: number) =>
    Array.from({ length: times }, () => budget.take("u", nowMs)).filter(Boolean).length;
  expect([taken(20, 0), taken(20, 4 * minuteMs), taken(20, 6 * minuteMs), taken(20, 600 * minuteMs)]).toEqual([10, 0, 1, 10]);
});

test("all workloads together have 60 a minute", () => {
  const budget = new EventBudget();
  const taken = (nowMs: number) =>
    Array.from({ length: 500 }, (_, index) => budget.take(`u${index}`, nowMs)).filter(Boolean).length;
  expect([taken(0), taken(30_000), taken(10 * minuteMs)]).toEqual([60, 30, 60]);
});

test("an Event keeps to the limits of its API, whatever is said", () => {
  const workload = { apiVersion: "apps/v1", kind: "Deployment", namespace: "web", name: "x".repeat(253), uid: "u" };
  const event = eventObject(workload, notice("RouteUnsafe", "ä\u001b[31m".repeat(2_000)), {
    time: "2026-11-28T00:00:00.000000Z",
    instance: "p".repeat(300),
  });
  expect(Buffer.byteLength(event.note)).toBeLessThanOrEqual(1024);
  expect(Buffer.byteLength(event.note)).toBeGreaterThan(1000);
  expect(event.note).not.toContain("\u001b");
  expect(event.reportingInstance).toHaveLength(128);
  expect(event.metadata.generateName.length).toBeLessThan(240);
  expect(event.regarding).toMatchObject({ uid: "u", namespace: event.metadata.namespace });
});

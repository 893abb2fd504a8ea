import { describe, expect, test } from "vitest";
import type { DecisionRecord } from "#model/admission/decision-record.ts";
import { createLog, type LogLevel, logDecisions } from "#server/log.ts";
import { record } from "./outcome.ts";

function logTo(level: LogLevel = "info") {
  const lines: Record<string, unknown>[] = [];
  const stream = { write: (line: string) => void lines.push(JSON.parse(line)) };
  const log = createLog(level, stream);
  return { lines, log, observer: logDecisions(log, stream) };
}

describe("a decision", () => {
  test("is one line with everything that one searches for", () => {
    const { lines, observer } = logTo();
    observer.decided(
      record({
        result: "patched",
        findings: [{ id: "grace-outlives-prestop", severity: "error" }],
        changes: [{ setting: "grace-period", text: "terminationGracePeriodSeconds 50" }],
      }),
      1.23456,
    );
    expect(lines).toEqual([
      {
        level: "info",
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        uid: "u-1",
        webhook: "mutate",
        operation: "CREATE",
        kind: "Pod",
        namespace: "web",
        name: "shop",
        dryRun: false,
        mode: "enforce",
        policy: "pod-outlives-target",
        result: "patched",
        reason: "",
        findings: ["grace-outlives-prestop"],
        changes: ["terminationGracePeriodSeconds 50"],
        durationMs: 1.235,
        msg: "decision",
      },
    ]);
  });

  test.each<[string, Partial<DecisionRecord>, string]>([
    ["denied", { result: "denied" }, "info"],
    ["skipped", { result: "skipped", reason: "mirror-pod" }, "info"],
    ["failed open", { result: "failed-open", reason: "facts-not-synced" }, "warn"],
    ["failed closed", { result: "failed-closed", reason: "deadline" }, "warn"],
    ["malformed", { result: "malformed" }, "warn"],
    ["an error", { error: "boom" }, "warn"],
  ])("that is %s has its level", (_sentence, changed, level) => {
    const { lines, observer } = logTo();
    observer.decided(record(changed), 1);
    expect(lines).toMatchObject([{ level, msg: "decision" }]);
  });

  test("cannot write a second line or an endless one", () => {
    const { lines, observer } = logTo();
    observer.decided(record({ name: 'x"}\n{"level":"error', uid: "u".repeat(10_000) }), 1);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.["name"]).toBe('x"}\n{"level":"error');
    expect(String(lines[0]?.["uid"])).toHaveLength(254);
  });

  test("that is taken from memory says the same again, and what differs about the request", () => {
    const { lines, observer } = logTo();
    const first = record({ result: "patched", changes: [{ setting: "grace-period", text: "terminationGracePeriodSeconds 50" }] });
    const changed: readonly Partial<DecisionRecord>[] = [
      {},
      { uid: "u-2", name: "other" },
      { result: "recorded" },
      { mode: "audit" },
      { findings: [{ id: "grace-outlives-prestop", severity: "error" }] },
      {},
    ];
    for (const each of changed) observer.decided({ ...first, ...each }, 1);
    const plain = changed.map((each) => {
      const { findings, changes, ...rest } = { ...first, ...each };
      return { ...rest, findings: findings.map(({ id }) => id), changes: changes.map(({ text }) => text) };
    });
    expect(lines).toMatchObject(plain.map(({ error: _error, ...rest }) => rest));
  });

  test("shows no control character of a name", () => {
    const texts: string[] = [];
    const stream = { write: (line: string) => void texts.push(line) };
    logDecisions(createLog("info", stream), stream).decided(record({ name: "a\u202e\u009b##[error]" }), 1);
    expect(texts.join("")).toMatch(/^[ -~]+\n$/);
    expect(texts.join("")).not.toContain("##[");
  });

  test("below the level is not written", () => {
    const { lines, observer } = logTo("warn");
    observer.decided(record(), 1);
    observer.decided(record({ result: "failed-open" }), 1);
    expect(lines).toHaveLength(1);
  });
});

test("decisions and other lines look alike", () => {
  const { lines, log, observer } = logTo();
  observer.decided(record(), 1);
  log.info("started");
  expect(Object.keys(lines[1] ?? {})).toEqual(["level", "time", "msg"]);
  expect(lines[1]).toMatchObject({ level: lines[0]?.["level"], time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) });
});

test("what is not a decision has lines of its own", () => {
  const { lines, observer } = logTo();
  observer.late("mutate", 12.3456);
  observer.failed("validate", new Error("boom"));
  observer.refused(413, "the body is larger than 8 MiB");
  expect(lines).toMatchObject([
    { level: "warn", webhook: "mutate", overdueMs: 12.346 },
    { level: "error", webhook: "validate", error: "boom", stack: expect.stringContaining("log.test.ts") },
    { level: "warn", code: 413, message: "the body is larger than 8 MiB" },
  ]);
});

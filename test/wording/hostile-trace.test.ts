/** What whoever sends requests or names Pods can put into logs, against every form in which a trace is printed. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { traceFormats } from "#cli/trace/trace-options.ts";
import { runTrace } from "../cli/run-trace.ts";
import { auditLog, controllerLog } from "../trace/simulator/events.ts";
import { baseScenario, rollOut } from "../trace/simulator/scenario.ts";
import { simulate } from "../trace/simulator/simulate.ts";
import { harmIn, poison, poisoned } from "./hostile-text.ts";

const simulation = simulate({
  ...baseScenario,
  lengthMs: 400_000,
  ratePerSecond: 10,
  pods: rollOut(5, { from: 60_000, every: 20_000 }),
  ownAnswers: 0.01,
  impatient: 0.1,
});
const lines = simulation.lines.map(({ text }) => text);
const events = [...auditLog(simulation), ...controllerLog(simulation)];
/** Within one line, and without what ends a quoted field. */
const inField = poison.replaceAll(/[\r\n"]/g, "");
const folder = mkdtempSync(join(tmpdir(), "outlive-hostile-trace-"));
const log = join(folder, "access.log");
const eventFile = join(folder, "events.log");

beforeAll(() => writeFileSync(eventFile, events.join("\n")));
afterAll(() => rmSync(folder, { recursive: true }));

const ways: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ["URLs", lines.map((line) => line.replace(/"(GET|POST) (\S+)/, `"$1 $2${inField}`)), events],
  ["names of target groups", lines.map((line) => line.replace(/:targetgroup\/([^/]+)/, `:targetgroup/$1${inField}`)), events],
  ["every quoted field", lines.map((line) => line.replace(/"([^"]+)"/g, `"$1${inField}"`)), events],
  [
    "fields without quotes",
    lines.map((line) => line.replace(/^(\S+) (\S+) (\S+)/, `$1 $2 $3${inField.replaceAll(" ", "")}`)),
    events,
  ],
  ["lines of their own", lines.flatMap((line, index) => (index % 50 === 0 ? [poison, line] : [line])), events],
  ["names in events", lines, events.map((line) => JSON.stringify(poisonedNames(JSON.parse(line))))],
  ["all texts of events", lines, events.map((line) => JSON.stringify(poisoned(JSON.parse(line))))],
];

/** Where the rest stays as it is, the events are understood. */
function poisonedNames(value: unknown, key = ""): unknown {
  if (typeof value === "string") return key === "name" ? `${value}${poison}` : value;
  if (Array.isArray(value)) return value.map((each) => poisonedNames(each));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, poisonedNames(each, name)]));
}

describe.each(ways)("with the poison in %s", (_where, ofLog, ofEvents) => {
  beforeAll(() => {
    writeFileSync(log, ofLog.join("\n"));
    writeFileSync(eventFile, ofEvents.join("\n"));
  });

  test.each(traceFormats)("outlive trace -o %s is harmless", async (format) => {
    const { stdout, stderr } = await runTrace([log, "--events", eventFile, "-o", format]);
    expect(stdout.length).toBeGreaterThan(100);
    expect([harmIn(stdout), harmIn(stderr)]).toEqual([undefined, undefined]);
  });
});

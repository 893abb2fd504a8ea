import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parseJson } from "#trace/events/read-facts.ts";
import type { TraceReport } from "#trace/report/report.ts";
import { pythonTools } from "../../../scripts/release/python-tools.ts";
import { runTrace } from "../../cli/run-trace.ts";
import { auditLog, controllerLog } from "../simulator/events.ts";
import { writeLogFiles } from "../simulator/files.ts";
import { randomScenario } from "../simulator/random-scenario.ts";
import { baseScenario, rollOut, type Scenario } from "../simulator/scenario.ts";
import { simulate } from "../simulator/simulate.ts";

/** Where tests must not be left out, what is missing is a failure. */
const required = process.env["CI"] !== undefined;

const folder = mkdtempSync(join(tmpdir(), "outlive-sql-"));
const at = (...names: readonly string[]): string => join(folder, ...names);
let python = "";
let missing = "";

beforeAll(() => {
  try {
    const tools = pythonTools((line) => process.stderr.write(`${line}\n`), join(import.meta.dirname, "requirements.txt"));
    python = join(tools, "python");
  } catch (error) {
    if (required) throw error;
    missing = `The queries are not run: ${(error as Error).message}`;
    process.stderr.write(`${missing}\n`);
  }
}, 180_000);

beforeEach(({ skip }) => skip(python === "", missing));

afterAll(() => rmSync(folder, { recursive: true }));

const scenarios: readonly (readonly [string, Scenario])[] = [
  ["a roll-out of an application that exits", { ...baseScenario, pods: rollOut(5) }],
  [
    "clients that leave, errors and answers of the load balancer's own",
    {
      ...baseScenario,
      seed: 2,
      pods: rollOut(5),
      application: "drains",
      impatient: 0.2,
      applicationErrors: 0.01,
      ownAnswers: 0.02,
    },
  ],
  ["everything at once", randomScenario(3)],
];

async function reportOf(args: readonly string[]): Promise<TraceReport> {
  const { stdout, stderr } = await runTrace([...args, "-o", "json"]);
  const report = parseJson(stdout);
  if (report === undefined) throw new Error(stderr);
  return report as TraceReport;
}

async function runQueries(logs: string, out: string, window: readonly string[] = []): Promise<readonly string[]> {
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, "queries.sql"), (await runTrace(["--print-sql", "athena", ...window])).stdout);
  execFileSync(python, [join(import.meta.dirname, "run-queries.py"), logs, join(out, "queries.sql"), out], { stdio: "pipe" });
  return [join(out, "failures.csv"), join(out, "targets.csv")];
}

/** Everything but what comes from requests that a minute counts together: by when a target was surely out of use, and its rate. */
const exact = ({ groups, targets, requests, failed, lost, window }: TraceReport) => ({
  requests,
  failed,
  lost,
  window,
  groups: groups.map(({ propagation, ...group }) => ({
    ...group,
    propagation: propagation === null ? null : { ...propagation, longestMost: 0 },
  })),
  targets: targets.map(({ propagation, ...target }) => ({ ...target, least: propagation?.least })),
});

describe("the results of the queries, run in an SQL engine,", () => {
  test.each(scenarios)("say of %s what the logs say", async (name, scenario) => {
    const simulation = simulate(scenario);
    const inside = at(name.replaceAll(/\W/g, ""));
    writeLogFiles(simulation, join(inside, "logs"));
    writeFileSync(join(inside, "audit.log"), auditLog(simulation).join("\n"));
    writeFileSync(join(inside, "controller.log"), controllerLog(simulation).join("\n"));
    const results = await runQueries(join(inside, "logs"), join(inside, "out"));
    const known = ["--events", join(inside, "audit.log"), "--events", join(inside, "controller.log")];
    for (const events of [known, []]) {
      const [byLogs, byResults] = [await reportOf([join(inside, "logs"), ...events]), await reportOf([...results, ...events])];
      expect(exact(byResults)).toEqual(exact(byLogs));
      byLogs.groups.forEach(({ propagation }, index) => {
        const other = byResults.groups[index]?.propagation;
        expect(Math.abs((other?.longestMost ?? 0) - (propagation?.longestMost ?? 0))).toBeLessThanOrEqual(1);
      });
    }
  });

  test("leave out what is outside of --since and --until", async () => {
    const simulation = simulate({ ...baseScenario, seed: 5, pods: rollOut(3) });
    writeLogFiles(simulation, at("window", "logs"));
    const window = ["--since", "2026-11-26T09:22:00Z", "--until", "2026-11-26T09:24:30Z"];
    const results = await runQueries(at("window", "logs"), at("window", "out"), window);
    const [byLogs, byResults] = [await reportOf([at("window", "logs"), ...window]), await reportOf(results)];
    expect([byResults.requests, byResults.lost]).toEqual([byLogs.requests, byLogs.lost]);
  });

  test("count lines that the table's pattern does not fit", async () => {
    const simulation = simulate({ ...baseScenario, seed: 6, lengthMs: 60_000, pods: rollOut(2) });
    const [first, ...rest] = simulation.lines;
    if (first === undefined) throw new Error("no lines");
    writeLogFiles({ ...simulation, lines: [{ ...first, text: "something else" }, ...rest] }, at("unfit", "logs"));
    const report = await reportOf(await runQueries(at("unfit", "logs"), at("unfit", "out")));
    expect(report.requests).toBe(simulation.requests - 1);
    expect(report.problems.filter((problem) => problem.startsWith("1 lines do not fit")).length).toBe(1);
  });

  test("hold no client, no path, no query and no user agent", async () => {
    const simulation = simulate({ ...baseScenario, seed: 7, lengthMs: 250_000, pods: rollOut(2) });
    writeLogFiles(simulation, at("private", "logs"));
    for (const file of await runQueries(at("private", "logs"), at("private", "out"))) {
      const text = readFileSync(file, "utf8");
      expect(text.split("\n").length).toBeGreaterThan(10);
      expect(
        ["203.0.113", "/orders", "s3cr3t", "Mozilla", "Root=", "shop.example.com"].filter((told) => text.includes(told)),
      ).toEqual([]);
    }
  });
});

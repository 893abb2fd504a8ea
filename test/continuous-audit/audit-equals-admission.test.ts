/** Every case under test/cases: what the continuous audit finds of a stored workload is what admission decides when it is created. */
import { globSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { judgeWorkload } from "#continuous-audit/judge-workload.ts";
import { recordOf, sizedPod, worldOf } from "../support/audited-case.ts";
import { loadCase } from "../support/case.ts";

const folder = new URL("../cases/", import.meta.url).pathname;
const files = globSync("*/*.yaml", { cwd: folder })
  .filter((file) => !file.endsWith(".golden.yaml") && !file.startsWith("forty/"))
  .sort();

/** As the case has it, and in mode audit, in which a Pod stays as it is and everything that is found is about it. */
const modes = [undefined, "audit"] as const;
const worlds = await Promise.all(
  modes.flatMap((mode) => files.map((file) => worldOf(loadCase(`${folder}${file}`), `${file} ${mode ?? ""}`, mode))),
);
const workloads = worlds.flatMap((world) =>
  world.workloads.map((each) => ({ world, ...each, name: `${world.file}: ${each.title}` })),
);

test("the cases hold workloads", () => {
  expect(workloads.length).toBeGreaterThan(160);
});

describe.each(workloads)("$name", ({ world, raw, workload }) => {
  const judge = () => judgeWorkload(workload, world.context);

  test("the same verdict as the review of the workload", () => {
    const judged = judge();
    const record = recordOf(world, raw, "validate");
    if (judged === undefined) {
      expect(["namespace-not-in-scope", "namespace-excluded", "mode-off", "owned-by-controller"]).toContain(record.reason);
      return;
    }
    const { verdict } = judged;
    expect(verdict.findings.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual(
      record.findings.map(({ id, severity }) => `${severity} ${id}`),
    );
    expect(record.result === "denied").toBe(verdict.kind === "deny" && judged.audited.explanation.mode === "enforce");
    expect(record.result === "skipped").toBe(verdict.kind === "skip");
  });

  test("the same timings as a Pod of it is given", () => {
    const judged = judge();
    if (judged === undefined) return;
    const { explanation } = judged.audited;
    const { record, sleep, grace } = sizedPod(world, raw);
    expect(record.result === "skipped").toBe(explanation.skipped !== undefined);
    if (explanation.mode !== "enforce" || explanation.skipped !== undefined) return;
    expect({ sleep, grace }).toEqual({
      sleep: explanation.required.preStop,
      grace: explanation.required.gracePeriod,
    });
  });

  test("every error of the review is in the report", () => {
    const judged = judge();
    if (judged === undefined) return;
    const { explanation } = judged.audited;
    const found = new Set(explanation.findings.map(({ rule }) => rule));
    const { record } = sizedPod(world, raw);
    const remaining = new Set(explanation.remaining.map(({ rule }) => rule as string));
    const missing = record.findings
      .filter(({ severity }) => severity === "error")
      // In enforce mode a Pod is given what it lacks, so that this is no finding about the workload.
      .filter(({ id }) => explanation.mode !== "enforce" || remaining.has(id))
      .filter(({ id }) => !found.has(id as never));
    expect(missing).toEqual([]);
  });
});

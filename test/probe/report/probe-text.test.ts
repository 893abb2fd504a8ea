import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadReport } from "#probe/report/load-report.ts";
import { probeHtml } from "#probe/report/probe-html.ts";
import { answerText, probeText } from "#probe/report/probe-text.ts";
import { outcome, probed } from "../causes/probed.ts";
import { accepted, shopProbe } from "./shop-probe.ts";

test("the page shows what is printed", () => {
  const printed = probeText(shopProbe(99.99), { width: 100, color: false });
  const page = readFileSync(join(import.meta.dirname, "../../../docs/probe.md"), "utf8");
  const block = page.split("```").find((part) => part.includes("12,000 requests")) ?? "";
  expect(block).toBe(`\n${printed}\n`);
});

describe("the answer", () => {
  test.each([
    [10_000, 1, 99.99, true, "99.9900 % succeeded, at or above"],
    [10_000, 2, 99.99, false, "99.9800 % succeeded, below"],
    [9_999, 1, 99.99, false, "99.9899 % succeeded, below"],
    [1_000_000, 1, 100, false, "99.9999 % succeeded, below"],
    [3_000_000, 1, 100, false, "99.9999 % succeeded, below"],
    [100, 0, 100, true, "100 % succeeded, at or above"],
    [100, 100, 0, true, "0 % succeeded, at or above"],
  ])("of %i requests with %i failures against %f %%", (requests, failed, minSuccess, passed, text) => {
    const { load } = shopProbe(minSuccess);
    if (load === null || accepted === undefined) throw new Error("no load");
    const { tally } = probed([], []);
    Object.assign(tally, { requests, failed });
    const judged = loadReport(tally, {
      plan: { rate: 1, durationMs: 1 },
      accepted,
      minSuccess,
      overLimit: 0,
      late: 0,
      unfinished: 0,
    });
    expect(judged.passed).toBe(passed);
    expect(answerText(judged)).toContain(text);
  });
});

test("text fits into 80 columns, and the page says the same", () => {
  const given = shopProbe(99.99);
  const text = probeText(given, { width: 80, color: false });
  expect(text.split("\n").filter((line) => line.length > 80)).toEqual([]);
  const html = probeHtml(given);
  expect(html).toContain(`Probe of ${given.url}`);
  for (const part of ["below the minimum of 99.99 %", "sent to Pods that had ended", "web/shop-7d9f-1"]) {
    expect(text.replaceAll(/\s+/g, " ")).toContain(part);
    expect(html).toContain(part);
  }
});

test("what a Pod or an address is called cannot write on a terminal", () => {
  const { tally } = probed([], []);
  tally.add(outcome({ at: 1, seconds: 1, address: "\u001b[2J" }));
  const given = shopProbe(undefined);
  if (accepted === undefined) throw new Error("no statuses");
  const load = loadReport(tally, {
    plan: { rate: 1, durationMs: 1 },
    accepted,
    minSuccess: undefined,
    overLimit: 0,
    late: 0,
    unfinished: 0,
  });
  expect(probeText({ ...given, load, url: "http://\u001b[2J/" }, { width: 80, color: false })).not.toContain("\u001b");
});

import { expect, test } from "vitest";
import { outcomeOf, type RunRecord } from "./run-record.ts";
import { runSvg } from "./run-svg.ts";
import { codesOf, markdownTable, percent } from "./table.ts";
import { readVegetaResult } from "./vegeta-load.ts";

const requests = (ok: number, ...lost: readonly number[]) => [
  ...Array.from({ length: ok }, (_, at) => ({ atMs: at, latencyMs: 1, status: 200, error: "" })),
  ...lost.map((status, at) => ({ atMs: ok + at * 10, latencyMs: 1, status, error: status === 0 ? "EOF" : "" })),
];

const record = (results: RunRecord["requests"]): RunRecord => ({
  fromMs: 0,
  toMs: 12_000,
  targets: [{ name: "10.0.2.61:1325", spans: [{ state: "draining", fromMs: 0, toMs: 6_000 }] }],
  pods: [{ name: "shop-<1> 10.0.2.61", spans: [{ state: "terminating", fromMs: 0, toMs: 2_000 }] }],
  requests: results,
  lost: [{ atMs: 3_000, status: 504, target: "10.0.2.61:1325" }],
});

test.each([
  [11_300, [...Array(27).fill(502), 503, ...Array(672).fill(504)], "94.16 %", "200:11300 502:27 503:1 504:672"],
  [10_000, [], "100.00 %", "200:10000"],
  [100_000, [0], "99.99 %", "0:1 200:100000"],
])("%d answers and losses are told as vegeta tells them, and never rounded up to all", (ok, lost, ratio, codes) => {
  const outcome = outcomeOf(record(requests(ok, ...lost)));
  expect([percent(outcome), codesOf(outcome)]).toEqual([ratio, codes]);
});

test("the longest row of failures and the longest time without a healthy target are measured", () => {
  expect(outcomeOf(record(requests(5, 502, 502, 504)))).toMatchObject({ longestFailureMs: 20, withoutHealthyMs: 12_000 });
});

test("a picture has a bar for each span, a mark for each lost request, and no name that is not escaped", () => {
  const { source } = runSvg(record(requests(1, 504)), "roll-out, nothing");
  expect(source.match(/<rect class="draining"[^>]*><title>/g)).toHaveLength(1);
  expect(source).toContain("<title>504 10.0.2.61:1325</title>");
  expect(source).toContain("shop-&lt;1&gt;");
  expect(source).toContain("1 of 2 requests lost");
});

test("a table row keeps to its line", () => {
  expect(markdownTable([["a|b", ...Array(9).fill("-")]]).split("\n")).toHaveLength(3);
});

test("a result of vegeta is read with its latency in milliseconds, and a status line is no error of transport", () => {
  const line = { code: 504, timestamp: "2023-01-07T09:22:42.87Z", latency: 10_002_000_000, error: "504 Gateway Timeout" };
  expect(readVegetaResult(line)).toEqual({ atMs: 1673083362870, latencyMs: 10002, status: 504, error: "" });
});

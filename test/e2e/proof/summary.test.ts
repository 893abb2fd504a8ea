import { expect, test } from "vitest";
import { finishedSample as run } from "./finished-sample.ts";
import { plainTable, rowOf, rowsOf } from "./table.ts";

test("runs of one scenario and variant are one row, with what was lost in all of them", () => {
  const rows = rowsOf([
    run("roll-out", "nothing", { lost: 3 }),
    run("roll-out", "propagation", { lost: 0 }),
    run("roll-out", "nothing", { lost: 1 }),
  ]);
  expect(rows).toEqual([
    ["roll-out", "nothing", "exits", "2", "200", "4", "98.00 %", "200:196 502:4", "0 s", "0 s"],
    ["roll-out", "propagation", "drains", "1", "100", "0", "100.00 %", "200:100", "0 s", "0 s"],
  ]);
});

test("a run that failed is told beside those that came to their end", () => {
  const failed = run("roll-out", "nothing", new Error("no Pod"));
  expect(rowOf(failed)).toEqual(["roll-out", "nothing", "exits", "0", "-", "-", "-", "failed: no Pod", "-", "-"]);
  expect(plainTable(rowsOf([failed, run("roll-out", "nothing", { lost: 0 })]))).toContain("200:100, failed: no Pod");
});

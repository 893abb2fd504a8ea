import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { writePage } from "./document.ts";
import { finishedSample as run } from "./finished-sample.ts";
import { keepRun, readKept } from "./kept-runs.ts";
import { pageOf } from "./pages/pages.ts";

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "outlive-kept-"));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

test("runs are read as they were kept, in the order of scenarios and variants, apart by pace", () => {
  const file = join(folder(), "new", "runs.jsonl");
  const [late, early, slow] = [
    run("eviction", "nothing", { lost: 2 }),
    run("roll-out", "pod-outlives-target, NLB", new Error("no load balancer")),
    run("roll-out", "nothing", { lost: 0 }),
  ];
  keepRun(file, 0.2, late);
  keepRun(file, 1, slow);
  keepRun(file, 0.2, early);
  expect(readKept([file]).map(({ pace, finished }) => [pace.factor, finished])).toEqual([
    [0.2, [early, late]],
    [1, [slow]],
  ]);
});

test("a line that is no run is told with its file and number", () => {
  const file = join(folder(), "runs.jsonl");
  keepRun(file, 1, run("roll-out", "nothing", { lost: 0 }));
  appendFileSync(file, '{"factor":1,"scenario":"earthquake"}\n');
  expect(() => readKept([file])).toThrow(`${file}, line 2: `);
});

test("the page shows each set with its overview, and one picture for each scenario and variant", () => {
  const out = folder();
  const finished = [run("roll-out", "nothing", { lost: 2 }), run("roll-out", "nothing", { lost: 3 })];
  const file = join(out, "runs.jsonl");
  for (const each of finished) keepRun(file, 0.2, each);
  const sets = readKept([file]);
  writePage(out, pageOf(sets), sets);
  const page = readFileSync(join(out, "proof.md"), "utf8");
  const pictures = [...page.matchAll(/\]\((proof\/.+?\.svg)\)/g)].map(([, path]) => path ?? "");
  expect(pictures).toEqual(["proof/overview-x0.2.svg", "proof/roll-out-nothing-x0.2.svg"]);
  expect(readFileSync(join(out, pictures[0] ?? ""), "utf8")).toContain("roll-out, nothing: 5 of 200 requests lost.");
  expect(readFileSync(join(out, pictures[1] ?? ""), "utf8")).toContain("2 of 100 requests lost");
});

test("releases have a page of their own", () => {
  const out = folder();
  const file = join(out, "runs.jsonl");
  keepRun(file, 0.2, run("canary by Flagger", "nothing", { lost: 2 }));
  const sets = readKept([file]);
  writePage(out, pageOf(sets), sets);
  expect(readFileSync(join(out, "proof-releases.md"), "utf8")).toContain("](proof-releases/canary-by-flagger-nothing-x0.2.svg)");
});

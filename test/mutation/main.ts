/** `make mutation`: which changes of the sources no test would notice. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { prepare } from "./instrument.ts";
import { coveredFile, finishedFile, folder, type Kill, killsFile, planFile, readLines } from "./plan.ts";
import { runTests } from "./run-tests.ts";
import { percent, score } from "./score.ts";
import { testFilesFor } from "./test-files.ts";

const known = ["rules", "policy", "injection", "load-balancers"];

const killed = (): ReadonlySet<string> => new Set(readLines<Kill>(killsFile).map(({ key }) => key));

const chosen = process.argv.slice(2);
mkdirSync(folder, { recursive: true });

const all = { killed: 0, judged: 0 };
for (const each of chosen.length === 0 ? known : chosen) {
  const { mutants, wording, sources } = await prepare([each]);
  const before = killed();
  for (const file of [coveredFile, finishedFile]) rmSync(file, { force: true });
  const live = Object.fromEntries(mutants.filter(({ key }) => !before.has(key)).map(({ id, key }) => [id, key]));
  const plan = { testFiles: testFilesFor(each), live, sources: Object.fromEntries(sources) };
  writeFileSync(planFile, JSON.stringify(plan));
  await runTests(plan);
  const counted = score(each, mutants, wording, killed());
  all.killed += counted.killed;
  all.judged += counted.judged;
}
process.stdout.write(`all: ${percent(all)} % of ${all.judged}; what is left is in ${folder}/*.alive.json\n`);

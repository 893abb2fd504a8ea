/**
 * Fuzzes the pure core, guided by coverage: manifests are changed at random, and those that enter a block of src/ that none before
 * entered are changed further. V8 itself counts the blocks, so nothing is instrumented and nothing native is needed (jazzer.js 4 needs
 * glibc 2.38, and has no addon for Node 24 before). Each input is read, checked, and reviewed object by object (fuzz/target.ts).
 * Begins with the cases of the tests and with bench/fuzz-corpus; prints the seed, the inputs that fail, and ends with 1 where any does.
 *
 *     node bench/fuzz.ts [--minutes 10] [--seed 1] [--keep]
 *
 * --keep adds the inputs that found something to the corpus, the shortest ones first, as long as it stays small.
 */
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, release } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { parseAllDocuments } from "yaml";
import { randomOf } from "../test/support/hostile-reviews.ts";
import { plainWorld } from "../test/support/plain-world.ts";
import { BlockCoverage } from "./fuzz/coverage.ts";
import { Mutations } from "./fuzz/mutations.ts";

const { values } = parseArgs({
  options: { minutes: { type: "string", default: "10" }, seed: { type: "string" }, keep: { type: "boolean", default: false } },
});
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const endsAt = performance.now() + Number(values.minutes) * 60_000;
const corpusFile = join(import.meta.dirname, "fuzz-corpus/inputs.jsonl");
const longestMs = 100;
const batchSize = 40;
const mostCorpusBytes = 64 * 1024;

const coverage = new BlockCoverage();
const { carryOut } = await import("./fuzz/target.ts");
const mutations = new Mutations(randomOf(seed));

const asList = (items: readonly unknown[]): string => JSON.stringify({ apiVersion: "v1", kind: "List", items });
const cases = globSync(join(import.meta.dirname, "../test/cases/**/*.yaml"))
  .filter((file) => !file.endsWith(".golden.yaml"))
  .sort()
  .flatMap((file) => {
    const text = readFileSync(file, "utf8");
    return [text, asList(parseAllDocuments(text).flatMap((document) => (document.errors.length > 0 ? [] : [document.toJS()])))];
  });
const kept = readFileSync(corpusFile, "utf8")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => JSON.parse(line) as string);
const inputs: string[] = [];
const found: string[] = [];
const failures = new Map<string, string>();
let runs = 0;
let slowestMs = 0;

/** A garbage collection can fall on anything: what is slow is slow again. */
function run(input: string): void {
  runs += 1;
  try {
    let ms = carryOut(input);
    for (let again = 0; again < 2 && ms > longestMs; again += 1) ms = Math.min(ms, carryOut(input));
    slowestMs = Math.max(slowestMs, ms);
    if (ms > longestMs) failures.set(`a decision of ${Math.round(ms)} ms`, input);
  } catch (error) {
    const [message = "", place = ""] = error instanceof Error ? (error.stack ?? "").split("\n") : [String(error)];
    if (failures.size < 20) failures.set(`${message} ${place.trim()}`, input);
  }
}

/** All of a batch, and then each by itself where they found something together: reading the counts takes longer than most inputs. */
function explore(batch: readonly string[]): void {
  for (const input of batch) run(input);
  const fresh = new Set(coverage.takeNew());
  for (const input of fresh.size === 0 ? [] : batch) {
    run(input);
    const own = [...coverage.takeEntered()].filter((block) => fresh.delete(block));
    if (own.length === 0) continue;
    inputs.push(input);
    found.push(input);
  }
}

const seeds = [...kept, ...plainWorld.map((object) => asList([object])), asList(plainWorld), ...cases];
for (let from = 0; from < seeds.length; from += batchSize) explore(seeds.slice(from, from + batchSize));
found.length = 0;
const atStart = { runs, blocks: coverage.blocks };
while (performance.now() < endsAt)
  explore(Array.from({ length: batchSize }, () => mutations.of(mutations.pick(inputs), mutations.pick(inputs))));

if (values.keep) {
  const shortest = [...kept, ...found].toSorted((a, b) => a.length - b.length).map((input) => JSON.stringify(input));
  let bytes = 0;
  const small = shortest.filter((line) => {
    bytes += line.length + 1;
    return bytes <= mostCorpusBytes;
  });
  writeFileSync(corpusFile, small.map((line) => `${line}\n`).join(""));
}
process.stdout.write(
  [
    `Node ${process.version}, Linux ${release()}, ${cpus().length} CPUs (${cpus()[0]?.model ?? "unknown"}); seed ${seed}`,
    `${runs} inputs; blocks of src/ entered: ${atStart.blocks} by the ${atStart.runs} known inputs, ${coverage.blocks} in the end; ${found.length} inputs found them`,
    `slowest decision ${slowestMs.toFixed(1)} ms; ${failures.size} failures`,
    ...[...failures].map(([what, input]) => `${what}\n  ${JSON.stringify(input.slice(0, 4_000))}`),
    "",
  ].join("\n"),
);
process.exitCode = failures.size > 0 ? 1 : 0;

/**
 * Runs each test once as it is, to see which mutants its code passes, and then again with each of those that no test has found yet.
 * All in one process and without loading anything twice: a mutant costs as much as the test that finds it.
 */
import type { RunnerTestCase, RunnerTestFile } from "vitest";
import { TestRunner } from "vitest";
import { append, coveredFile, finishedFile, killsFile, noteActive, readPlan } from "./plan.ts";

/** The names are those of Stryker's instrumented code. */
interface Namespace {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: { static: Record<string, number>; perTest: Record<string, Record<string, number>> };
  /** Cached results of one mutant must not be seen by the next. */
  generation?: number;
}

declare global {
  var __stryker__: Namespace | undefined;
}

globalThis.__stryker__ ??= {};
const namespace = globalThis.__stryker__;
namespace.mutantCoverage ??= { static: {}, perTest: {} };
namespace.generation ??= 0;
const coverage = namespace.mutantCoverage;

/** A loop that a mutant made endless, and a search that it made exponential, end here. */
const hitsAllowed = (hits: number): number => hits * 50 + 1000;

/** Beyond it a test costs more than it finds: what it covers is covered by smaller ones. */
const longestTest = Number(process.env["MUTATION_LONGEST_TEST_MS"] ?? 60);
const mostPerTest = Number(process.env["MUTATION_MOST_PER_TEST_MS"] ?? 1500);

const plan = readPlan();
const live = new Map(Object.entries(plan.live));
const seen = new Set<string>();
/** How often a mutant has been tried: where the time of a test does not do for all, those that others tried least come first. */
const tries = new Map<string, number>();
const triesOf = (id: string): number => tries.get(id) ?? 0;

export default class MutatingRunner extends TestRunner {
  async runTask(test: RunnerTestCase): Promise<void> {
    const run = TestRunner.getTestFn(test);
    const started = processorTime();
    const hits = await covered(test.id, run);
    const took = processorTime() - started;
    const fresh = Object.keys(hits).filter((id) => !seen.has(id));
    for (const id of fresh) seen.add(id);
    if (fresh.length > 0) append(coveredFile, fresh);
    const candidates = Object.keys(hits).filter((id) => live.has(id));
    if (candidates.length === 0) return;
    if (took > longestTest) return append(finishedFile, { skipped: test.name, took, candidates: candidates.length });
    await mutate(`${test.file.name}: ${test.name}`, run, candidates, hits);
  }

  override onAfterRunFiles(files: RunnerTestFile[]): void {
    super.onAfterRunFiles(files);
    append(coveredFile, { static: Object.keys(coverage.static) });
    for (const file of files) append(finishedFile, { file: file.name });
    noteActive(undefined);
  }
}

/** Milliseconds. Others may use the machine, and a test is no longer for that. */
function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function covered(id: string, run: () => unknown): Promise<Readonly<Record<string, number>>> {
  namespace.currentTestId = id;
  try {
    await run();
    return coverage.perTest[id] ?? {};
  } finally {
    namespace.currentTestId = undefined;
    coverage.perTest = {};
  }
}

async function mutate(
  name: string,
  run: () => unknown,
  candidates: readonly string[],
  hits: Readonly<Record<string, number>>,
): Promise<void> {
  const before = structuredClone(coverage.static);
  const killed: string[] = [];
  const until = processorTime() + mostPerTest;
  for (const id of candidates.toSorted((one, other) => triesOf(one) - triesOf(other))) {
    tries.set(id, triesOf(id) + 1);
    if (processorTime() > until) {
      append(finishedFile, { skipped: name, reason: "budget", candidates: candidates.length });
      break;
    }
    noteActive({ id, test: name, since: Date.now() });
    if (await fails(id, run, hits[id] ?? 0)) killed.push(id);
  }
  noteActive(undefined);
  coverage.static = before;
  namespace.generation = (namespace.generation ?? 0) + 1;
  const clean = await passes(run);
  coverage.static = before;
  // What a mutant left behind makes later mutants fail too, so none of these is believed.
  if (!clean) return append(finishedFile, { polluted: name, killed: killed.length });
  for (const id of killed) {
    append(killsFile, { key: live.get(id), by: name });
    live.delete(id);
  }
}

async function passes(run: () => unknown): Promise<boolean> {
  try {
    await run();
    return true;
  } catch {
    return false;
  }
}

async function fails(id: string, run: () => unknown, hits: number): Promise<boolean> {
  namespace.activeMutant = id;
  namespace.hitCount = 0;
  namespace.hitLimit = hitsAllowed(hits);
  namespace.generation = (namespace.generation ?? 0) + 1;
  try {
    return !(await passes(run));
  } finally {
    namespace.activeMutant = undefined;
    namespace.hitCount = undefined;
    namespace.hitLimit = undefined;
  }
}

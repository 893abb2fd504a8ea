/** `node test/e2e/proof/main.ts`: the target proof of the Makefile. Exit codes: 0 as it has to be, 1 not, 2 wrong usage, 3 this machine cannot. */
import { provideBinaries } from "../../control-plane/binaries.ts";
import { type PlannedSet, type ProofCommand, parseProofCommand, USAGE } from "./command-line.ts";
import { writePage } from "./document.ts";
import { installOutlive, uninstallOutlive } from "./installed-outlive.ts";
import { keepRun, readKept } from "./kept-runs.ts";
import { missingForKind, startKindCluster } from "./kind-cluster.ts";
import { missingForNodes, startNodeCluster } from "./node-cluster.ts";
import { proofPace } from "./pace.ts";
import { pageOf } from "./pages/pages.ts";
import { recordedRunsOf, writeRecordedRuns } from "./prediction/recorded-runs.ts";
import { type Planned, runProof } from "./proof.ts";
import type { ProofCluster } from "./proof-cluster.ts";
import type { ProofSet } from "./proof-set.ts";
import type { ReleaseController } from "./releases/release.ts";
import { startReleaseControllers } from "./releases/release-controllers.ts";
import { type Stage, startStage } from "./stage.ts";
import { plainTable, rowOf, rowsOf } from "./table.ts";
import { vegetaLoad } from "./vegeta-load.ts";
import { amiss } from "./verdict.ts";

process.exit(await main(process.argv.slice(2)));

async function main(args: readonly string[]): Promise<number> {
  const command = parseProofCommand(args);
  if (command === undefined) {
    say(USAGE);
    return 2;
  }
  const missing = missingFor(command);
  for (const sentence of missing) say(sentence);
  if (missing.length > 0) return 3;
  try {
    return conclude(command, command.from.length > 0 ? readKept(command.from) : await prove(command));
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    return 1;
  }
}

function missingFor({ cluster, from }: ProofCommand): readonly string[] {
  if (from.length > 0) return [];
  return cluster === "kind" ? missingForKind() : missingForNodes();
}

function conclude({ out }: ProofCommand, sets: readonly ProofSet[]): number {
  for (const { pace, finished } of sets) process.stdout.write(`Times × ${pace.factor}\n${plainTable(rowsOf(finished))}\n`);
  const sentences = sets.flatMap(({ finished }) => amiss(finished));
  for (const sentence of sentences) say(sentence);
  if (out !== undefined) {
    const page = pageOf(sets);
    writePage(out, page, sets);
    if (page.name === "proof") writeRecordedRuns(recordedRunsOf(sets));
  }
  return sentences.length > 0 ? 1 : 0;
}

async function prove(command: ProofCommand): Promise<readonly ProofSet[]> {
  const interruption = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => interruption.abort(new Error("Interrupted: what was started is removed.")));
  }
  const { signal } = interruption;
  const cluster = await (command.cluster === "kind" ? startKindCluster(say) : startNodeCluster(say));
  try {
    const sets: ProofSet[] = [];
    for (const set of command.sets) sets.push(await runSet(cluster, command, set, signal));
    return sets;
  } finally {
    await cluster.stop();
  }
}

async function runSet(
  cluster: ProofCluster,
  { atOnce, perSecond, keep }: ProofCommand,
  { factor, planned }: PlannedSet,
  interrupted: AbortSignal,
): Promise<ProofSet> {
  const pace = proofPace(factor);
  const { vegeta } = await provideBinaries(["vegeta"], say);
  interrupted.throwIfAborted();
  // Before Outlive, which watches only what is defined when it starts.
  const controllers = await startReleaseControllers(cluster, controllersOf(planned));
  let stage: Stage | undefined;
  let made = 0;
  try {
    const gateUrl = await installOutlive(cluster, pace);
    const evidenceFolder = keep === undefined ? undefined : `${keep}.evidence`;
    stage = startStage({ cluster, gateUrl, load: vegetaLoad(vegeta), pace, perSecond, interrupted, evidenceFolder, report: say });
    const finished = await runProof(stage, planned, atOnce, (each) => {
      made += 1;
      say(`${made} of ${planned.length}  ${rowOf(each).join("  ")}`);
      if (keep !== undefined) keepRun(keep, factor, each);
    });
    interrupted.throwIfAborted();
    await uninstallOutlive(cluster);
    return { pace, finished };
  } finally {
    await stage?.stop();
    await controllers.stop();
  }
}

function controllersOf(planned: readonly Planned[]): ReadonlySet<ReleaseController> {
  return new Set(planned.flatMap(({ scenario }) => scenario.release?.controller ?? []));
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

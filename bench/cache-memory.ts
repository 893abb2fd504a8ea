/**
 * Memory that a watched cluster of 10,000 Pods, 2,000 Services and 2,000 Ingresses takes: a process with the live view of it, against
 * one with the view of an empty cluster, both filled by lists and watches over HTTP. Each view lives in a process of its own.
 *
 *     node bench/cache-memory.ts
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { cpus, release, totalmem } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { systemClock } from "#clock/clock.ts";
import { createClient } from "#kubernetes/api/client.ts";
import { LiveView } from "#kubernetes/watch/live-view.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { emptyCounts, fullCounts, listedCluster } from "./start/listed-cluster.ts";

const RUNS = 3;
const TARGET_MB = 100;

interface Used {
  readonly rss: number;
  readonly heapUsed: number;
  readonly objects: number;
}

async function measured(counts: Readonly<Record<string, number>>): Promise<Used> {
  const cluster = await listedCluster(counts);
  const child: ChildProcess = fork(import.meta.filename, ["view", cluster.kubeconfig], { execArgv: ["--expose-gc"] });
  const [used] = (await once(child, "message")) as [Used];
  child.kill();
  cluster.close();
  return used;
}

async function view(kubeconfig: string): Promise<void> {
  const live = new LiveView({
    kinds: watchedKinds,
    client: createClient({ kubeconfig }),
    clock: systemClock,
    random: Math.random,
  });
  live.start();
  while (!live.synced()) await pause(20);
  for (let turn = 0; turn < 5; turn += 1) {
    globalThis.gc?.();
    await pause(200);
  }
  const { rss, heapUsed } = process.memoryUsage();
  const objects = live.status().reduce((sum, status) => sum + status.objects, 0);
  process.send?.({ rss, heapUsed, objects } satisfies Used);
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function compare(): Promise<void> {
  const runs: { readonly without: Used; readonly with: Used }[] = [];
  for (let run = 0; run < RUNS; run += 1) runs.push({ without: await measured(emptyCounts), with: await measured(fullCounts) });
  const mb = (pick: (run: (typeof runs)[number]) => number): string => (median(runs.map(pick)) / 1e6).toFixed(1);
  console.log(
    `${cpus().length} × ${cpus()[0]?.model ?? "?"}, ${Math.round(totalmem() / 1e9)} GB, Linux ${release()}, Node ${process.version}`,
  );
  console.log(`empty cluster: ${mb((run) => run.without.rss)} MB resident, ${mb((run) => run.without.heapUsed)} MB of heap`);
  console.log(
    `${runs[0]?.with.objects} objects: ${mb((run) => run.with.rss)} MB resident, ${mb((run) => run.with.heapUsed)} MB of heap`,
  );
  console.log(
    `more: ${mb((run) => run.with.rss - run.without.rss)} MB resident (target <= ${TARGET_MB}), ${mb((run) => run.with.heapUsed - run.without.heapUsed)} MB of heap (medians of ${RUNS})`,
  );
}

const [role, kubeconfig = ""] = process.argv.slice(2);
await (role === "view" ? view(kubeconfig) : compare());

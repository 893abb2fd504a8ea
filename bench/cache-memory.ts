/**
 * Memory that a watched cluster of 10,000 Pods, 2,000 Services and 2,000 Ingresses takes: a process with the live view of it, against
 * one with the view of an empty cluster, both filled by lists and watches over HTTP. Each view lives in a process of its own.
 *
 *     node bench/cache-memory.ts
 */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { cpus, release, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { systemClock } from "#clock/clock.ts";
import { createClient } from "#kubernetes/api/client.ts";
import { LiveView } from "#kubernetes/watch/live-view.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { manifests, review } from "./pod-review.ts";

const RUNS = 3;
const TARGET_MB = 100;
const full = { pods: 10_000, services: 2_000, ingresses: 2_000 };
const empty = { pods: 0, services: 0, ingresses: 0 };

interface Used {
  readonly rss: number;
  readonly heapUsed: number;
  readonly objects: number;
}

/** Five Pods for a Service, forty Services for a namespace. */
const place = (index: number, perService: number): { readonly namespace: string; readonly app: string } => {
  const service = Math.floor(index / perService);
  return { namespace: `team-${Math.floor(service / 40)}`, app: `shop-${service}` };
};

const [serviceSample, ingressSample] = [manifests[1], manifests[2]] as readonly [object, object];

function objectOf(plural: string, index: number): object {
  const { namespace, app } = place(index, plural === "pods" ? 5 : 1);
  const own = {
    namespace,
    uid: crypto.randomUUID(),
    resourceVersion: String(index + 1),
    creationTimestamp: "2026-01-01T00:00:00Z",
  };
  switch (plural) {
    case "pods": {
      const { apiVersion: _, kind: __, ...pod } = review.request.object;
      const labels = {
        "app.kubernetes.io/name": app,
        "app.kubernetes.io/instance": app,
        "app.kubernetes.io/managed-by": "Helm",
        "app.kubernetes.io/version": "1.27.3",
        "pod-template-hash": `5d8c7b9f${index % 5}`,
      };
      return {
        ...pod,
        metadata: { ...pod.metadata, ...own, name: `${app}-5d8c7b9f${index % 5}-${index}`, labels },
        status: { phase: "Running" },
      };
    }
    case "services":
      return {
        ...serviceSample,
        metadata: { ...own, name: app },
        spec: { selector: { "app.kubernetes.io/name": app }, ports: [{ name: "http", port: 80 }] },
      };
    default: {
      const text = JSON.stringify(ingressSample).replaceAll('"name":"shop"', `"name":"${app}"`);
      const ingress = JSON.parse(text) as { readonly metadata: object };
      return { ...ingress, metadata: { ...ingress.metadata, ...own } };
    }
  }
}

function answer(url: URL, counts: Readonly<Record<string, number>>, response: ServerResponse): void {
  if (url.searchParams.has("watch")) {
    response.flushHeaders();
    return;
  }
  const plural = url.pathname.split("/").at(-1) ?? "";
  const start = Number(url.searchParams.get("continue") ?? 0);
  const count = counts[plural] ?? 0;
  const end = Math.min(count, start + Number(url.searchParams.get("limit")));
  const items = Array.from({ length: end - start }, (_, index) => objectOf(plural, start + index));
  response.end(
    JSON.stringify({ metadata: { resourceVersion: "1000000", ...(end < count ? { continue: String(end) } : {}) }, items }),
  );
}

async function measured(counts: Readonly<Record<string, number>>): Promise<Used> {
  const server = createServer((request, response) => answer(new URL(request.url ?? "/", "http://server"), counts, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const folder = mkdtempSync(join(tmpdir(), "outlive-bench-"));
  const config = join(folder, "config");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const named = { name: "bench" };
  const contexts = [{ ...named, context: { cluster: "bench", user: "bench" } }];
  const clusters = [{ ...named, cluster: { server: url } }];
  writeFileSync(config, JSON.stringify({ clusters, users: [{ ...named, user: {} }], contexts, "current-context": "bench" }));
  const child: ChildProcess = fork(import.meta.filename, ["view", config], { execArgv: ["--expose-gc"] });
  const [used] = (await once(child, "message")) as [Used];
  child.kill();
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
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
  for (let run = 0; run < RUNS; run += 1) runs.push({ without: await measured(empty), with: await measured(full) });
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

import { loadavg } from "node:os";
import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Fleet } from "../cluster/fleet.ts";
import type { Plane } from "../cluster/plane.ts";
import { type Counts, sampleOf } from "../workload/counts.ts";
import { readExposition } from "./exposition.ts";
import { processFigures } from "./process-figures.ts";
import type { Recorder } from "./record.ts";

const SAMPLE_MS = 5_000;
/** The API server's metrics are megabytes of text. */
const API_SERVER_TURNS = 12;

const COUNTED = new Set([
  "outlive_admission_requests_total",
  "outlive_fail_open_total",
  "outlive_late_responses_total",
  "outlive_http_errors_total",
  "outlive_rejections_total",
  "outlive_cache_relists_total",
  "outlive_cache_errors_total",
  "outlive_cache_objects",
  "outlive_config_reloads_total",
  "outlive_certificate_rotations_total",
  "outlive_certificate_errors_total",
  "outlive_certificate_reloads_total",
  "outlive_log_lines_dropped_total",
]);

export interface Sampler {
  /** Before the API server ends: its counters end with it. */
  readonly readApiServer: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface SamplerChoice {
  readonly recorder: Recorder;
  readonly fleet: Fleet;
  readonly plane: Plane;
  readonly counts: Counts;
  readonly readLogs: () => void;
}

export function startSampler({ recorder, fleet, plane, counts, readLogs }: SamplerChoice): Sampler {
  const lag = monitorEventLoopDelay({ resolution: 10 });
  lag.enable();
  const calls = { pid: 0, before: { failed: 0, all: 0 }, now: { failed: 0, all: 0 } };
  let turns = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;

  const readApiServer = async (): Promise<void> => {
    const { apiServer } = plane.pids();
    const read = await webhookCalls(plane).catch(() => undefined);
    if (read === undefined) return;
    if (calls.pid !== apiServer)
      calls.before = { failed: calls.before.failed + calls.now.failed, all: calls.before.all + calls.now.all };
    calls.pid = apiServer;
    calls.now = read;
  };
  const sampleReplica = async ({ replica, ready }: ReturnType<Fleet["running"]>[number]): Promise<void> => {
    const figures = processFigures(replica.pid);
    const text = await replica.metrics().catch(() => "");
    if (figures === undefined || text === "") return;
    const metrics = readExposition(text, (name) => COUNTED.has(name) || name in GAUGES);
    const gauge = (name: keyof typeof GAUGES): number => metrics.get(name) ?? 0;
    recorder.write({
      kind: "replica",
      replica: replica.slot,
      pid: replica.pid,
      life: replica.life,
      ready,
      ...figures,
      heap: gauge("nodejs_heap_size_used_bytes"),
      lagSeconds: gauge("outlive_event_loop_lag_seconds"),
      lagP99Seconds: gauge("nodejs_eventloop_lag_p99_seconds"),
      counters: summed(metrics),
    });
  };
  const sampleMachine = (): void => {
    const { apiServer, etcd } = plane.pids();
    recorder.write({
      kind: "machine",
      load: loadavg().map((each) => Math.round(each * 100) / 100),
      apiServerRss: processFigures(apiServer)?.rss ?? 0,
      etcdRss: processFigures(etcd)?.rss ?? 0,
      ownRss: process.memoryUsage.rss(),
      ownLagMs: Math.round(lag.max / 1e6),
      failedCalls: calls.before.failed + calls.now.failed,
      calls: calls.before.all + calls.now.all,
    });
    lag.reset();
  };
  const turn = async (): Promise<void> => {
    if (turns % API_SERVER_TURNS === 0) await readApiServer();
    turns += 1;
    await Promise.all(fleet.running().map(sampleReplica));
    sampleMachine();
    recorder.write(sampleOf(counts));
    readLogs();
  };
  let working: Promise<void> = Promise.resolve();
  const next = (): void => {
    working = turn()
      .catch((error: unknown) => process.stderr.write(`a sample was lost: ${String(error)}\n`))
      .then(() => {
        if (!stopped) timer = setTimeout(next, SAMPLE_MS);
      });
  };
  next();
  return {
    readApiServer,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await working;
      await readApiServer();
      await turn().catch(() => {});
      lag.disable();
    },
  };
}

const GAUGES = {
  nodejs_heap_size_used_bytes: true,
  outlive_event_loop_lag_seconds: true,
  nodejs_eventloop_lag_p99_seconds: true,
};

/** One sum for each metric, and one for each value of the label that tells good from bad. */
function summed(metrics: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  const sums = new Map<string, number>();
  for (const [series, value] of metrics) {
    const [name = ""] = series.split("{");
    if (!COUNTED.has(name)) continue;
    const told = /(?:result|reason|step|operation="ca-bundle|code)="?([^",}]*)"/.exec(series)?.[1];
    const key = told === undefined ? name : `${name}:${told}`;
    sums.set(key, (sums.get(key) ?? 0) + value);
  }
  return Object.fromEntries(sums);
}

async function webhookCalls(plane: Plane): Promise<{ readonly failed: number; readonly all: number }> {
  const response = await plane.client.request("/metrics", { accept: "text/plain" });
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of response.chunks) text += decoder.decode(chunk, { stream: true });
  const samples = readExposition(text, (name) => name.startsWith("apiserver_admission_webhook_re"));
  const sum = (holds: (series: string) => boolean): number =>
    [...samples].reduce((total, [series, value]) => total + (holds(series) && series.includes("outlive.dev") ? value : 0), 0);
  return {
    failed: sum(
      (series) => series.startsWith("apiserver_admission_webhook_rejection_count") && series.includes("calling_webhook_error"),
    ),
    all: sum((series) => series.startsWith("apiserver_admission_webhook_request_total")),
  };
}

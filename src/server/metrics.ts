import { Counter, collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { knownKinds } from "#admission/subject.ts";
import type { DecisionRecord } from "#model/admission/decision-record.ts";
import type { AdmissionObserver } from "./admission-observer.ts";
import { type AuditMetrics, auditMetrics } from "./audit-metrics.ts";
import { capCardinality, labelledOperations, oneOf } from "./label-bounds.ts";
import { durationBuckets, metricTable } from "./metric-table.ts";
import { DurationHistogram } from "./observers/duration-histogram.ts";

/** What the watching side says of one kind. */
export interface CacheStatus {
  readonly kind: string;
  readonly objects: number;
  /** Of which only a stub is held. */
  readonly stubs: number;
  /** Milliseconds since 1970; undefined before the first event. */
  readonly lastEventAtMs: number | undefined;
  readonly relists: number;
  readonly errors: number;
}

/** Called when the metrics are read, not before. */
export interface MetricSources {
  readonly version: string;
  /** Whether there are facts enough to decide. */
  readonly synced: () => boolean;
  readonly caches: () => readonly CacheStatus[];
  /** Milliseconds since 1970. */
  readonly certificateExpiryMs: () => number | undefined;
  /** The same, of the authority, where we keep it ourselves. */
  readonly authorityExpiryMs?: () => number | undefined;
  readonly draining: () => boolean;
  readonly eventLoopLagSeconds: () => number;
  readonly logLinesDropped: () => number;
  /** Undefined where AWS is not asked. */
  readonly aws?: () => { readonly targetGroups: number; readonly oldestSeconds: number | undefined } | undefined;
}

export type ReloadResult = "reloaded" | "rejected";

export interface Metrics extends AdmissionObserver {
  certificateReload(result: ReloadResult): void;
  configReload(result: ReloadResult): void;
  certificateRotation(step: string): void;
  certificateFailure(operation: string): void;
  awsRequest(operation: string, result: string): void;
  /** A question of a progressive delivery tool, and what came of it. */
  gate(gate: string, outcome: string): void;
  /** Of the continuous audit. */
  readonly audit: AuditMetrics;
  /** The text exposition format of Prometheus, and its content type. */
  read(): Promise<{ readonly contentType: string; readonly text: string }>;
}

export function createMetrics(sources: MetricSources): Metrics {
  const registry = new Registry();
  const durations = new DurationHistogram(metricTable.duration, durationBuckets);
  const counted = countedMetrics(registry, durations);
  const audit = auditMetrics(registry);
  pulledMetrics(registry, sources);
  processMetrics(registry);
  return {
    ...counted,
    audit,
    read: async () => {
      counted.catchUp();
      return { contentType: registry.contentType, text: `${await registry.metrics()}\n${durations.text()}` };
    },
  };
}

/**
 * Without the distribution of the event loop's lag: Node wakes up a hundred times a second for it, which took 2.3 thousandths of a core
 * while nothing happened, and of stalls that matter `outlive_event_loop_lag_seconds` shows the longest.
 */
function processMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 60_000 });
  for (const part of ["min", "max", "mean", "stddev", "p50", "p90", "p99"])
    registry.removeSingleMetric(`nodejs_eventloop_lag_${part}_seconds`);
}

/** Decisions that differ wait until they are requested or so many can be counted in one go, which is cheaper than one between every two requests. */
const mostWaiting = 512;

/** What is counted of a decision. Not the whole record: a name is as long as whoever sends it likes. */
type Counted = Omit<DecisionRecord, "uid" | "namespace" | "name" | "policy" | "error">;

/** Decisions that are counted alike. */
interface Alike {
  readonly decision: Counted;
  times: number;
}

interface CountedMetrics extends Omit<Metrics, "read" | "audit"> {
  /** Counts what waits. */
  catchUp(): void;
}

function countedMetrics(registry: Registry, durations: DurationHistogram): CountedMetrics {
  const counter = counterIn(registry);
  const requests = counter(metricTable.requests);
  const findings = counter(metricTable.findings);
  const injections = counter(metricTable.injections);
  const skips = counter(metricTable.skips);
  const failOpen = counter(metricTable.failOpen);
  const late = counter(metricTable.lateResponses);
  const refusals = counter(metricTable.refusals);
  const rejections = counter(metricTable.rejections);
  const certificates = counter(metricTable.certificateReloads);
  const configurations = counter(metricTable.configReloads);
  const rotations = counter(metricTable.certificateRotations);
  const certificateErrors = counter(metricTable.certificateErrors);
  const awsRequests = counter(metricTable.awsRequests);
  const gates = counter(metricTable.gates);
  const kind = oneOf(knownKinds);
  const operation = oneOf(labelledOperations);
  const reason = capCardinality(100);
  const rule = capCardinality(200);

  const countChanges = ({ decision, times }: Alike): void => {
    const { mode, result } = decision;
    for (const { id, severity } of decision.findings) findings.inc({ rule: rule(id), severity, mode }, times);
    if (result !== "patched") return;
    for (const { setting } of decision.changes) injections.inc({ setting }, times);
  };

  const count = (alike: Alike): void => {
    const { decision, times } = alike;
    const { webhook, result, mode, dryRun } = decision;
    requests.inc(
      { webhook, kind: kind(decision.kind), operation: operation(decision.operation), result, mode, dry_run: String(dryRun) },
      times,
    );
    if (result === "skipped") skips.inc({ reason: reason(decision.reason) }, times);
    if (result === "failed-open") failOpen.inc({ reason: reason(decision.reason) }, times);
    // `kubectl diff` and GitOps tools send the same object in dry runs, again and again.
    if (!dryRun) countChanges(alike);
  };

  // By the list of changes, which is the same object whenever a decision is taken from memory.
  const waiting = new Map<Counted["changes"], Alike>();
  const catchUp = (): void => {
    for (const alike of waiting.values()) count(alike);
    waiting.clear();
  };

  return {
    catchUp,
    decided: (record, durationMs) => {
      durations.observe(record.webhook, durationMs / 1000);
      const alike = waiting.get(record.changes);
      if (alike !== undefined && areAlike(alike.decision, record)) {
        alike.times += 1;
        return;
      }
      if (alike !== undefined) count(alike);
      waiting.set(record.changes, { decision: countedOf(record), times: 1 });
      if (waiting.size >= mostWaiting) catchUp();
    },
    late: (endpoint) => late.inc({ webhook: endpoint }),
    failed: () => {},
    refused: (status) => refusals.inc({ code: String(status) }),
    rejected: (reason) => rejections.inc({ reason }),
    certificateReload: (result) => certificates.inc({ result }),
    configReload: (result) => configurations.inc({ result }),
    certificateRotation: (step) => rotations.inc({ step }),
    certificateFailure: (operation) => certificateErrors.inc({ operation }),
    gate: (gate, outcome) => gates.inc({ gate, outcome }),
    awsRequest: (operation, result) => awsRequests.inc({ operation, result }),
  };
}

const countedOf = ({ webhook, kind, operation, dryRun, mode, result, reason, findings, changes }: Counted): Counted => ({
  webhook,
  kind,
  operation,
  dryRun,
  mode,
  result,
  reason,
  findings,
  changes,
});

const areAlike = (one: Counted, other: Counted): boolean =>
  one.webhook === other.webhook &&
  one.kind === other.kind &&
  one.operation === other.operation &&
  one.dryRun === other.dryRun &&
  one.mode === other.mode &&
  one.result === other.result &&
  one.reason === other.reason &&
  one.findings === other.findings &&
  one.changes === other.changes;

const counterIn =
  (registry: Registry) =>
  <L extends string>({ name, help, labels }: { name: string; help: string; labels: readonly L[] }): Counter<L> =>
    new Counter({ name, help, labelNames: [...labels], registers: [registry] });

function pulledMetrics(registry: Registry, sources: MetricSources): void {
  const { version, synced, caches, draining } = sources;
  const single = ({ name, help }: { name: string; help: string }, value: () => number | undefined): void => {
    const gauge: Gauge = new Gauge({
      name,
      help,
      registers: [registry],
      collect: () => {
        const read = value();
        if (read === undefined) gauge.remove();
        else gauge.set(read);
      },
    });
  };
  const total = ({ name, help }: { name: string; help: string }, value: () => number): void => {
    const collect = (): void => {
      counter.reset();
      counter.inc(value());
    };
    const counter: Counter = new Counter({ name, help, registers: [registry], collect });
  };
  const perKind = (
    { name, help, type }: { name: string; help: string; type: "counter" | "gauge" },
    value: (s: CacheStatus) => number | undefined,
  ): void => {
    const collect = (): void => {
      metric.reset();
      for (const status of caches()) {
        const read = value(status);
        if (read !== undefined) metric.inc({ kind: status.kind }, read);
      }
    };
    const options = { name, help, labelNames: ["kind"] as const, registers: [registry], collect };
    const metric = type === "counter" ? new Counter(options) : new Gauge(options);
  };
  single(metricTable.cacheSynced, () => Number(synced()));
  certificateExpiry(registry, sources);
  single(metricTable.awsTargetGroups, () => sources.aws?.()?.targetGroups);
  single(metricTable.awsOldest, () => sources.aws?.()?.oldestSeconds);
  single(metricTable.draining, () => Number(draining()));
  single(metricTable.eventLoopLag, sources.eventLoopLagSeconds);
  total(metricTable.logLinesDropped, sources.logLinesDropped);
  perKind(metricTable.cacheObjects, ({ objects }) => objects);
  perKind(metricTable.cacheStubs, ({ stubs }) => stubs);
  perKind(metricTable.cacheLastEvent, ({ lastEventAtMs }) => inSeconds(lastEventAtMs));
  perKind(metricTable.cacheRelists, ({ relists }) => relists);
  perKind(metricTable.cacheErrors, ({ errors }) => errors);
  const { name, help, labels } = metricTable.buildInfo;
  new Gauge({ name, help, labelNames: [...labels], registers: [registry] }).set({ version }, 1);
}

function certificateExpiry(registry: Registry, { certificateExpiryMs, authorityExpiryMs }: MetricSources): void {
  const { name, help, labels } = metricTable.certificateExpiry;
  const gauge = new Gauge({
    name,
    help,
    labelNames: [...labels],
    registers: [registry],
    collect: () => {
      gauge.reset();
      const ends = { serving: certificateExpiryMs(), ca: authorityExpiryMs?.() };
      for (const [certificate, ms] of Object.entries(ends)) if (ms !== undefined) gauge.set({ certificate }, ms / 1000);
    },
  });
}

const inSeconds = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : ms / 1000);

import { Counter, Gauge, type Registry } from "prom-client";
import { type MetricDescription, metricTable } from "./metric-table.ts";

interface InNamespace {
  readonly namespace: string;
  readonly count: number;
}

/** Called when the metrics are read, not before. */
export interface AuditSources {
  readonly leads: () => boolean;
  readonly findings: () => readonly (InNamespace & { readonly rule: string; readonly severity: string })[];
  readonly podsToRestart: () => readonly InNamespace[];
  readonly workloads: () => readonly InNamespace[];
  /** How many wait, by what for. */
  readonly waiting: () => Readonly<Record<string, number>>;
  /** Milliseconds since 1970. */
  readonly lastPassMs: () => number | undefined;
}

export interface AuditMetrics {
  problem(reason: string): void;
  reportWrite(operation: string, result: string): void;
  event(reason: string, result: string): void;
  restart(result: string): void;
  /** Absent until there is a leader to be elected. */
  follow(sources: AuditSources): void;
}

/** A cluster has fewer namespaces in scope than this, and a registry has to stay readable. */
const mostSeries = 10_000;

export function auditMetrics(registry: Registry): AuditMetrics {
  const counter = <L extends string>({ name, help, labels }: MetricDescription & { labels: readonly L[] }): Counter<L> =>
    new Counter({ name, help, labelNames: [...labels], registers: [registry] });
  const problems = counter(metricTable.auditProblems);
  const writes = counter(metricTable.reportWrites);
  const events = counter(metricTable.events);
  const restarts = counter(metricTable.newRouteRestarts);
  let sources: AuditSources | undefined;
  pulled(registry, () => sources);
  return {
    problem: (reason) => problems.inc({ reason }),
    reportWrite: (operation, result) => writes.inc({ operation, result }),
    event: (reason, result) => events.inc({ reason, result }),
    restart: (result) => restarts.inc({ result }),
    follow: (given) => {
      sources = given;
    },
  };
}

function pulled(registry: Registry, current: () => AuditSources | undefined): void {
  const gauge = <L extends string>(
    { name, help, labels }: MetricDescription & { labels: readonly L[] },
    read: (sources: AuditSources) => readonly { readonly labels: Record<L, string>; readonly value: number }[],
  ): void => {
    const metric: Gauge<L> = new Gauge({
      name,
      help,
      labelNames: [...labels],
      registers: [registry],
      collect: () => {
        metric.reset();
        const sources = current();
        if (sources === undefined) return;
        for (const each of read(sources).slice(0, mostSeries)) metric.set(each.labels, each.value);
      },
    });
  };
  const inNamespaces = (counts: readonly InNamespace[]) =>
    counts.map(({ namespace, count }) => ({ labels: { audited_namespace: namespace }, value: count }));
  gauge(metricTable.leader, (sources) => [{ labels: {}, value: Number(sources.leads()) }]);
  gauge(metricTable.auditFindings, (sources) =>
    sources.findings().map(({ namespace, rule, severity, count }) => ({
      labels: { audited_namespace: namespace, rule, severity },
      value: count,
    })),
  );
  gauge(metricTable.auditPodsToRestart, (sources) => inNamespaces(sources.podsToRestart()));
  gauge(metricTable.auditWorkloads, (sources) => inNamespaces(sources.workloads()));
  gauge(metricTable.auditWaiting, (sources) =>
    Object.entries(sources.waiting()).map(([what, value]) => ({ labels: { for: what }, value })),
  );
  gauge(metricTable.auditLastPass, (sources) => {
    const lastPassMs = sources.lastPassMs();
    return lastPassMs === undefined ? [] : [{ labels: {}, value: lastPassMs / 1000 }];
  });
}

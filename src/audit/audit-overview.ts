/** An audit in the order in which it is worth reading: what costs most comes first, by namespace and owner. */
import type { Finding } from "#model/findings/finding.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { AuditedWorkload, AuditReport } from "#model/reports/audit-report.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import { type AuditSummary, auditSummary } from "./audit-summary.ts";
import { findingsOf } from "./report-findings.ts";
import { type WorkloadCost, workloadCosts } from "./workload-cost.ts";

export interface RankedWorkload extends AuditedWorkload {
  readonly cost: WorkloadCost;
  readonly owner: string | undefined;
  /** Enforce mode would give its Pods other values. */
  readonly changes: boolean;
}

export interface AuditGroup {
  readonly namespace: string;
  readonly owner: string | undefined;
  readonly workloads: readonly RankedWorkload[];
  readonly lost: number;
}

export interface AuditTotals extends AuditSummary {
  /** New requests that fail if every workload is rolled out once. */
  readonly lost: number;
  readonly lostEnforced: number;
  /** Workloads that lose requests in a roll-out. */
  readonly losing: number;
  readonly changes: number;
  readonly ignored: number;
}

export interface AuditOverview {
  readonly report: AuditReport;
  /** All of them, those of the costliest workload first. */
  readonly findings: readonly Finding[];
  /** Namespaces that no label puts in scope are judged as if they were in audit mode. */
  readonly preview: boolean;
  /** Requests a second that each workload is taken to get. */
  readonly rate: number;
  readonly ranked: readonly RankedWorkload[];
  readonly groups: readonly AuditGroup[];
  readonly totals: AuditTotals;
  readonly source: AuditSource;
}

/** Where and when an audit was made. */
export interface AuditSource {
  /** Such as the kubeconfig's context; undefined for files. */
  readonly cluster: string | undefined;
  readonly server: string | undefined;
  /** `gitVersion` of the API server. */
  readonly kubernetes: string | undefined;
  /** RFC 3339. */
  readonly at: string;
  /** Of this program. */
  readonly version: string;
  /** One line on where the configuration comes from. */
  readonly configuration: string;
  /** A release runs in the cluster. */
  readonly installed: boolean;
  /** Sentences about what could not be read. */
  readonly unreadable: readonly string[];
}

export interface OverviewOptions {
  readonly preview: boolean;
  readonly rate: number;
  readonly ownerOf: (workload: Explanation["subject"]) => string | undefined;
  readonly source: AuditSource;
}

export function auditOverview(report: AuditReport, { preview, rate, ownerOf, source }: OverviewOptions): AuditOverview {
  const costOf = workloadCosts(rate);
  const ranked = report.workloads
    .map((workload) => ({
      ...workload,
      cost: isSized(workload, source) ? sizedCost(costOf(workload.explanation)) : costOf(workload.explanation),
      owner: ownerOf(workload.explanation.subject),
      changes: !isSized(workload, source) && changesIn(workload.explanation),
    }))
    .sort(costliestFirst);
  const findings = findingsOf({ ...report, workloads: ranked });
  return { report, findings, preview, rate, ranked, groups: groupsOf(ranked), totals: totalsOf(report, ranked), source };
}

/** In enforce mode Pods have their values from their creation on, whatever the template says; files have no Pods. */
const isSized = ({ explanation, outdatedPods }: AuditedWorkload, { cluster }: AuditSource): boolean =>
  cluster !== undefined && explanation.mode === "enforce" && explanation.skipped === undefined && outdatedPods === 0;

const sizedCost = (cost: WorkloadCost): WorkloadCost => ({ ...cost, now: cost.enforced });

function changesIn({ skipped, current, required }: Explanation): boolean {
  return (
    skipped === undefined &&
    (current.preStop !== required.preStop || current.extent !== required.extent || current.gracePeriod !== required.gracePeriod)
  );
}

function costliestFirst(a: RankedWorkload, b: RankedWorkload): number {
  return (
    (b.cost.now.lost ?? 0) - (a.cost.now.lost ?? 0) ||
    Number(b.cost.now.cutsInFlight) - Number(a.cost.now.cutsInFlight) ||
    countOf(b.explanation.findings, "error") - countOf(a.explanation.findings, "error") ||
    b.explanation.findings.length - a.explanation.findings.length ||
    compare(printRef(a.explanation.subject), printRef(b.explanation.subject))
  );
}

export const countOf = (findings: readonly Finding[], severity: Finding["severity"]): number =>
  findings.filter((finding) => finding.severity === severity).length;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function groupsOf(ranked: readonly RankedWorkload[]): readonly AuditGroup[] {
  const groups = Map.groupBy(ranked, ({ explanation, owner }) =>
    JSON.stringify([explanation.subject.namespace ?? "", owner ?? ""]),
  );
  return [...groups.values()]
    .map((workloads) => ({
      namespace: workloads[0]?.explanation.subject.namespace ?? "",
      owner: workloads[0]?.owner,
      workloads,
      lost: sumOf(workloads, ({ cost }) => cost.now.lost ?? 0),
    }))
    .sort((a, b) => b.lost - a.lost || compare(a.namespace, b.namespace) || compare(a.owner ?? "", b.owner ?? ""));
}

function totalsOf(report: AuditReport, ranked: readonly RankedWorkload[]): AuditTotals {
  return {
    ...auditSummary(report),
    lost: sumOf(ranked, ({ cost }) => cost.now.lost ?? 0),
    lostEnforced: sumOf(ranked, ({ cost }) => cost.enforced.lost ?? 0),
    losing: ranked.filter(({ cost }) => cost.now.losesNew).length,
    changes: ranked.filter(({ changes }) => changes).length,
    ignored: report.ignored.length + sumOf(ranked, ({ explanation }) => explanation.ignored.length),
  };
}

const sumOf = <T>(items: readonly T[], value: (item: T) => number): number => items.reduce((sum, item) => sum + value(item), 0);

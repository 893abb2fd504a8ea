import { selects } from "#kubernetes/objects/label-match.ts";
import type { FindingId } from "#model/findings/finding-id.ts";
import { matchesGlob } from "#model/glob.ts";
import type { LabelSelector } from "#model/kubernetes/label-selector.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import type { AuditReport } from "#model/reports/audit-report.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { withFindings } from "./report-findings.ts";

/** What somebody wants to see of a cluster. */
export interface AuditSelection {
  /** By the labels of workloads. */
  readonly selector: LabelSelector | undefined;
  /** Patterns of namespaces, or of `namespace/kind/name`. */
  readonly exclude: readonly string[];
  /** Empty for all rules. */
  readonly rules: readonly FindingId[];
}

export const selectedWorkloads = (
  workloads: readonly Workload[],
  { selector, exclude }: Pick<AuditSelection, "selector" | "exclude">,
): readonly Workload[] =>
  workloads.filter(
    ({ ref, labels }) =>
      (selector === undefined || selects(selector, labels)) && !exclude.some((pattern) => isExcluded(pattern, ref)),
  );

function isExcluded(pattern: string, { namespace = "", kind, name }: ObjectRef): boolean {
  return pattern.includes("/")
    ? matchesGlob(pattern, `${namespace}/${kind.toLowerCase()}/${name}`)
    : matchesGlob(pattern, namespace);
}

/** With some rules only, workloads without a finding of them are of no interest. */
export function withRules(report: AuditReport, rules: readonly FindingId[]): AuditReport {
  if (rules.length === 0) return report;
  const wanted = new Set(rules);
  const found = withFindings(report, ({ rule }) => wanted.has(rule));
  return { ...found, workloads: found.workloads.filter(({ explanation }) => explanation.findings.length > 0) };
}

/** Before Outlive is there, Pods that are created from now on get no other values: nothing is gained by restarting them. */
export function withoutRestarts(report: AuditReport): AuditReport {
  const workloads = report.workloads.map((workload) => ({ ...workload, outdatedPods: 0 }));
  return withFindings({ ...report, workloads }, ({ rule }) => rule !== "restart-needed" && rule !== "restart-may-be-needed");
}

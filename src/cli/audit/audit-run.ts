import type { GivenContext } from "#assessment/context.ts";
import { audit } from "#audit/audit.ts";
import { type AuditOverview, type AuditSource, auditOverview } from "#audit/audit-overview.ts";
import { selectedWorkloads, withoutRestarts, withRules } from "#audit/audit-selection.ts";
import { auditScope } from "#audit/before-installation.ts";
import { findingsOf, withFindings } from "#audit/report-findings.ts";
import { withoutIgnoredAround } from "#audit/without-ignored.ts";
import { defaultOwnerLabels, workloadOwner } from "#audit/workload-owner.ts";
import { type Baseline, comparedWith } from "#check/baseline.ts";
import { baselineNote } from "#cli/check/baseline-file.ts";
import { type SubjectSource, topLevelWorkloads } from "#explain/explanation-subjects.ts";
import { floorParameters } from "#floor/floor-parameters.ts";
import { floorProblems } from "#floor/floor-problems.ts";
import type { StoredFloor } from "#floor/stored-floor.ts";
import type { Finding } from "#model/findings/finding.ts";
import { findingOfProblem } from "#model/findings/problem-finding.ts";
import type { AuditReport } from "#model/reports/audit-report.ts";
import { keys } from "#model/settings/keys.ts";
import type { AuditOptions } from "./audit-options.ts";
import { assertNamespace } from "./known-namespace.ts";

export interface AuditInput {
  readonly subjects: SubjectSource;
  readonly context: GivenContext;
  readonly source: AuditSource;
  /** Undefined where they were not read. */
  readonly floors?: readonly StoredFloor[] | undefined;
  readonly baseline: Baseline | undefined;
  readonly onProgress: (done: number, total: number) => void;
}

export interface AuditRun {
  readonly overview: AuditOverview;
  /** A line on what the baseline hides. */
  readonly note: string | undefined;
}

/** @throws CommandError for a namespace that does not exist */
export function auditRun(options: AuditOptions, input: AuditInput): AuditRun {
  const { subjects, context, source, baseline, onProgress } = input;
  const namespace = options.allNamespaces === true ? undefined : options.namespace;
  const all = topLevelWorkloads(subjects, namespace);
  if (namespace !== undefined) assertNamespace(namespace, subjects.view, all);
  // Whoever names a namespace wants to see it, in scope or not.
  const scope = auditScope(context, options.everywhere === true || namespace !== undefined);
  const workloads = selectedWorkloads(all, { selector: options.selector, exclude: options.exclude ?? [] });
  const found = audit(workloads, scope.context, (done) => onProgress(done, workloads.length));
  const compared = { ...found, floorFindings: workloads.length < all.length ? [] : floorFindings(found, input) };
  const kept = withoutIgnoredAround(compared, scope.context);
  const judged = source.installed ? kept : withoutRestarts(kept);
  const { report, note } = withoutKnown(withRules(judged, options.rule ?? []), baseline);
  const overview = auditOverview(report, {
    preview: scope.preview,
    rate: options.rate,
    ownerOf: workloadOwner(subjects.view, options.ownerLabel ?? defaultOwnerLabels),
    source,
  });
  return { overview, note };
}

/** Of all workloads that count for a floor, or else its numbers would seem too large. */
function floorFindings({ workloads }: AuditReport, { floors = [], subjects: { view } }: AuditInput): readonly Finding[] {
  const enforced = workloads.map(({ explanation }) => explanation).filter(({ mode }) => mode === "enforce");
  const inForce = (namespace: string): boolean => view.get("Namespace", "", namespace)?.meta.labels[keys.mode] === "enforce";
  return floorProblems(floorParameters(enforced), floors, inForce).map(findingOfProblem);
}

function withoutKnown(
  report: AuditReport,
  baseline: Baseline | undefined,
): { readonly report: AuditReport; readonly note: string | undefined } {
  if (baseline === undefined) return { report, note: undefined };
  const compared = comparedWith(baseline, findingsOf(report), (finding) => finding);
  const kept = new Set(compared.kept);
  return { report: withFindings(report, (finding) => kept.has(finding)), note: baselineNote(compared) };
}

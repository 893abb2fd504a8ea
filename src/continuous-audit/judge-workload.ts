import { reviewTemplate } from "#admission/admit-template.ts";
import { decisionContext, type GivenContext } from "#assessment/context.ts";
import { auditWorkload } from "#audit/audit.ts";
import type { Verdict } from "#model/admission/decision.ts";
import type { AuditedWorkload } from "#model/reports/audit-report.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { scopeOf } from "#workloads/scope.ts";

/** A stored workload with what audit finds and what admission would decide of it as it is. */
export interface JudgedWorkload {
  readonly workload: Workload;
  readonly audited: AuditedWorkload;
  readonly verdict: Verdict;
}

/** Undefined where admission would not look at it either: another controller makes it, or its namespace is out of scope. */
export function judgeWorkload(workload: Workload, context: GivenContext): JudgedWorkload | undefined {
  if (workload.controller !== undefined) return undefined;
  const scope = scopeOf(workload.ref.namespace ?? "", context.view, context.settings);
  if (!scope.in) return undefined;
  const audited = auditWorkload(workload, context);
  if (audited === undefined) return undefined;
  return { workload, audited, verdict: reviewTemplate(workload, undefined, scope, decisionContext(context)).verdict };
}

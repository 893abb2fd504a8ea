import type { GivenContext } from "#assessment/context.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { AuditedWorkload } from "#model/reports/audit-report.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { findingText } from "#wording/finding-text.ts";
import { type RestartCause, restartCause } from "./restart-cause.ts";
import { restartablePath } from "./restart-patch.ts";

export interface PlannedRestart {
  readonly workload: Workload;
  /** How many Pods have less than Pods that are created now. */
  readonly pods: number;
  readonly why: string;
}

export interface LeftOut {
  readonly workload: Workload;
  readonly pods: number;
  readonly because: string;
}

export interface RestartPlan {
  readonly restarts: readonly PlannedRestart[];
  readonly leftOut: readonly LeftOut[];
}

interface AuditedTogether {
  readonly workload: Workload;
  /** Of it alone, or together with the target of the Canary whose primary it is. */
  readonly audited: AuditedWorkload;
}

/** Which workloads to restart, in the order in which they are given. */
export function restartPlan(workloads: readonly AuditedTogether[], context: GivenContext): RestartPlan {
  const restarts: PlannedRestart[] = [];
  const leftOut: LeftOut[] = [];
  for (const { workload, audited } of workloads) {
    const cause = audited.outdatedPods === 0 ? undefined : restartCause(workload, audited, context);
    if (cause === undefined) continue;
    const because = reasonAgainst(workload, audited);
    if (because === undefined) restarts.push({ workload, pods: cause.pods, why: whyText(workload, cause, audited) });
    else leftOut.push({ workload, pods: cause.pods, because });
  }
  return { restarts, leftOut };
}

function reasonAgainst({ ref }: Workload, { explanation: { mode } }: AuditedWorkload): string | undefined {
  if (mode !== "enforce") return `its namespace is in mode ${mode}, in which new Pods would get no more`;
  return restartablePath(ref) === undefined ? `a ${ref.kind} cannot be restarted; its owner has to recreate the Pods` : undefined;
}

function whyText({ ref }: Workload, { newerRoute }: RestartCause, { explanation }: AuditedWorkload): string {
  const order =
    newerRoute === undefined
      ? "created before Outlive, or before the present settings"
      : `created before ${printRef(newerRoute.route)} (${newerRoute.created})`;
  const name = printRef(ref);
  const finding = explanation.findings.find(({ rule, subject }) => rule === "restart-needed" && printRef(subject) === name);
  return finding === undefined ? order : `${order}; ${withoutSubject(findingText(finding).what, name)}`;
}

const withoutSubject = (text: string, subject: string): string =>
  text.startsWith(`${subject}: `) ? text.slice(subject.length + 2) : text;

/**
 * One workload explained: which target groups its Pods are in, how long these use them, what that asks of the Pods, and what is wrong.
 * Not limited by scope or mode: it says what enforce mode would do, wherever the workload stands.
 */

import type { GivenContext } from "#assessment/context.ts";
import { capFindings, mostFindings } from "#model/findings/cap-findings.ts";
import type { Finding } from "#model/findings/finding.ts";
import type { IgnoredFinding } from "#model/findings/ignored-finding.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { findingText } from "#wording/finding-text.ts";
import { promoted } from "#workloads/flagger-primary.ts";
import { explainTemplate } from "./explain-template.ts";

/** The target of a Flagger Canary and its primary are one workload. */
export function explain(workload: Workload, given: GivenContext): Explanation {
  const primary = promoted(workload, given.view);
  const own = explainTemplate(workload, given);
  return primary === undefined ? own : asOne(explainTemplate(primary, given), own);
}

/**
 * The primary serves the traffic, and both have one template. Of the target's own Pods, which run during a release, everything counts where
 * a target group leads to them, and else only errors.
 */
function asOne(primary: Explanation, own: Explanation): Explanation {
  const counted = (findings: readonly Finding[]): readonly Finding[] =>
    own.targetGroups.length > 0 ? findings : findings.filter(({ severity }) => severity === "error");
  const { required, remedy } = (own.required.preStop ?? 0) > (primary.required.preStop ?? 0) ? own : primary;
  return {
    ...primary,
    required,
    remedy,
    targetGroups: [...primary.targetGroups, ...own.targetGroups],
    stoppedBy: [...primary.stoppedBy, ...own.stoppedBy],
    findings: capFindings(distinct([...primary.findings, ...counted(own.findings)], (finding) => finding)),
    ignored: distinct([...primary.ignored, ...own.ignored], ({ finding }: IgnoredFinding) => finding).slice(0, mostFindings),
    remaining: capFindings(distinct([...primary.remaining, ...counted(own.remaining)], (finding) => finding)),
  };
}

/** What is wrong behind both is reported once. */
function distinct<T>(items: readonly T[], findingOf: (item: T) => Finding): readonly T[] {
  const textOf = (finding: Finding): string => `${finding.rule} ${findingText(finding).what}`;
  // The first of each stays, which is the primary's.
  return [...new Map(items.toReversed().map((item) => [textOf(findingOf(item)), item])).values()].toReversed();
}

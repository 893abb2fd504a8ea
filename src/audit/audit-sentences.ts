/** What an audit says first, the same on a terminal and on a page. */
import { approximate } from "#wording/approximate.ts";
import { counted } from "#wording/counted.ts";
import type { AuditOverview } from "./audit-overview.ts";

/** The one that matters most comes first. */
export function auditSentences({ totals, ranked, rate, preview }: AuditOverview): readonly string[] {
  if (ranked.length === 0) return [nothingFound(totals.outOfScope)];
  const { workloads, errors, warnings, outdatedPods, lost, lostEnforced, losing, changes } = totals;
  const would = preview || ranked.some(({ explanation }) => explanation.mode !== "enforce");
  return [
    losing === 0
      ? `No workload is known to lose new requests in a roll-out: ${counted(workloads, "workload")}.`
      : `${losing} of ${counted(workloads, "workload")} ${losing === 1 ? "loses" : "lose"} requests in every roll-out: ${approximate(lost)} if each is rolled out once.`,
    ...(losing === 0
      ? []
      : [`That is at ${counted(rate, "request")} per second for each; --rate sets another number. Most lost first.`]),
    ...(would
      ? [
          `Enforce mode would change ${counted(changes, "workload")} and leave ${lostEnforced < 0.5 ? "no such loss" : `a loss of ${approximate(lostEnforced)}`}.`,
        ]
      : []),
    `${counted(errors, "error")}, ${counted(warnings, "warning")}; ${counted(outdatedPods, "Pod")} to restart${ignoredWords(totals.ignored)}.`,
  ];
}

const ignoredWords = (ignored: number): string => (ignored === 0 ? "" : `; ${counted(ignored, "finding")} ignored`);

const nothingFound = (outOfScope: number): string =>
  outOfScope === 0
    ? "No workloads found."
    : `No workload is in scope; ${counted(outOfScope, "workload")} out of scope. Audit them with --everywhere.`;

/** Which workloads were looked at, and by whose rules. */
export function scopeSentences({ preview, totals, source }: AuditOverview): readonly string[] {
  const out = totals.outOfScope === 0 ? "" : ` ${counted(totals.outOfScope, "workload")} out of scope.`;
  if (source.cluster === undefined) return [];
  if (!preview) return out === "" ? [] : [`Namespaces in scope only.${out} --everywhere includes them.`];
  const why = source.installed ? "" : "Outlive is not installed here. ";
  return [`${why}Namespaces without a label are judged as if they were in audit mode; nothing was changed.${out}`];
}

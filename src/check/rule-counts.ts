import type { Finding } from "#model/findings/finding.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { Paint } from "#wording/paint.ts";
import { table } from "#wording/table.ts";

export interface RuleCount {
  readonly rule: Finding["rule"];
  /** The worst that there is. */
  readonly severity: Finding["severity"];
  readonly findings: number;
  readonly objects: number;
}

/** How often each rule is broken: errors first, then what is found most often. */
export function ruleCounts(findings: readonly Finding[]): readonly RuleCount[] {
  return [...Map.groupBy(findings, ({ rule }) => rule)]
    .map(([rule, all]) => ({
      rule,
      severity: all.some(({ severity }) => severity === "error") ? ("error" as const) : ("warning" as const),
      findings: all.length,
      objects: new Set(all.map(({ subject }) => printRef(subject))).size,
    }))
    .sort((a, b) => Number(b.severity === "error") - Number(a.severity === "error") || b.findings - a.findings);
}

export const ruleTable = (counts: readonly RuleCount[], paint: Paint): readonly string[] =>
  table(
    [
      { head: "rule", cell: ({ rule }) => rule },
      { head: "severity", cell: ({ severity }) => severity },
      { head: "findings", cell: ({ findings }) => `${findings}`, align: "right" },
      { head: "objects", cell: ({ objects }) => `${objects}`, align: "right" },
    ],
    counts,
    paint,
  );

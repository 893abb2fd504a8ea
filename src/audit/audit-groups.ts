import { roughly } from "#wording/approximate.ts";
import { counted } from "#wording/counted.ts";
import type { Paint } from "#wording/paint.ts";
import { printable } from "#wording/printable.ts";
import { table } from "#wording/table.ts";
import { type AuditGroup, countOf, type RankedWorkload } from "./audit-overview.ts";
import { changeOf } from "./value-change.ts";

/** Rows of one namespace and owner; workloads about which there is nothing to say are counted. */
const mostRows = 20;

/** A table for each namespace and owner, the costliest first. */
export const groupTables = (groups: readonly AuditGroup[], paint: Paint): readonly (readonly string[])[] =>
  groups.map((group) => [paint("strong", printable(groupTitle(group))), ...groupTable(group, paint)]);

export const groupTitle = ({ namespace, owner }: Pick<AuditGroup, "namespace" | "owner">): string =>
  `Namespace ${namespace}${owner === undefined ? "" : `, owner ${owner}`}`;

function groupTable({ workloads }: AuditGroup, paint: Paint): readonly string[] {
  const listed = workloads.filter(hasNews);
  const shown = listed.slice(0, mostRows);
  const rest = listed.length - shown.length;
  const quiet = workloads.length - listed.length;
  return [
    ...(shown.length === 0 ? [] : table(columns, shown, paint)),
    ...(rest === 0 ? [] : [paint("quiet", `and ${counted(rest, "workload")} more: outlive audit -n, or -o html`)]),
    ...(quiet === 0 ? [] : [paint("quiet", `${counted(quiet, "workload")} without findings`)]),
  ];
}

const hasNews = ({ explanation, outdatedPods, cost }: RankedWorkload): boolean =>
  explanation.findings.length > 0 || outdatedPods > 0 || (cost.now.lost ?? 0) > 0;

const columns = [
  { head: "workload", cell: ({ explanation }: RankedWorkload) => printable(nameOf(explanation.subject)) },
  { head: "mode", cell: ({ explanation }: RankedWorkload) => explanation.mode },
  { head: "at risk", cell: atRisk, align: "right" as const },
  { head: "sleep", cell: ({ explanation }: RankedWorkload) => changeOf(explanation, "preStop") },
  { head: "grace", cell: ({ explanation }: RankedWorkload) => changeOf(explanation, "gracePeriod") },
  { head: "pods", cell: ({ pods }: RankedWorkload) => `${pods}`, align: "right" as const },
  { head: "to restart", cell: ({ outdatedPods }: RankedWorkload) => `${outdatedPods}`, align: "right" as const },
  {
    head: "errors",
    cell: ({ explanation }: RankedWorkload) => `${countOf(explanation.findings, "error")}`,
    align: "right" as const,
  },
  {
    head: "warnings",
    cell: ({ explanation }: RankedWorkload) => `${countOf(explanation.findings, "warning")}`,
    align: "right" as const,
  },
];

const nameOf = ({ kind, name }: { readonly kind: string; readonly name: string }): string => `${kind.toLowerCase()}/${name}`;

/** `?`: nobody knows how its Pods are replaced, or what leads to them. */
export function atRisk({ cost }: Pick<RankedWorkload, "cost">): string {
  return cost.now.lost === undefined ? "?" : roughly(cost.now.lost);
}

import { groupTitle } from "#audit/audit-groups.ts";
import { type AuditGroup, type AuditOverview, countOf, type RankedWorkload } from "#audit/audit-overview.ts";
import { roughly } from "#wording/approximate.ts";
import { counted } from "#wording/counted.ts";
import { type Markup, markup } from "#wording/markup.ts";
import { workloadRow } from "./workload-row.ts";

export function namespaceSections({ groups, ranked, rate }: AuditOverview): readonly Markup[] {
  const places = new Map(ranked.map((workload, at) => [workload, at]));
  return groups.map((group, at) => section(group, at, (workload) => workloadRow(workload, places.get(workload) ?? 0, rate)));
}

function section(group: AuditGroup, at: number, row: (workload: RankedWorkload) => Markup): Markup {
  const { workloads, lost, namespace } = group;
  const errors = workloads.reduce((sum, { explanation }) => sum + countOf(explanation.findings, "error"), 0);
  const warnings = workloads.reduce((sum, { explanation }) => sum + countOf(explanation.findings, "warning"), 0);
  const risk = lost < 0.5 ? "" : `; about ${roughly(lost)} requests at risk`;
  return markup`<section class="group card" data-lost="${Math.round(lost)}" data-errors="${errors}" data-warnings="${warnings}" data-name="${namespace}" data-place="${at}" aria-labelledby="g${at}">
<h3 id="g${at}">${groupTitle(group)} <span class="count">${counted(workloads.length, "workload")}${risk}</span></h3>
${workloads.map(row)}
</section>
`;
}

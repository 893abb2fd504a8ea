import { groupTitle } from "#audit/audit-groups.ts";
import { type AuditGroup, type AuditOverview, countOf } from "#audit/audit-overview.ts";
import { roughly } from "#wording/approximate.ts";
import { counted } from "#wording/counted.ts";
import { type Markup, markup } from "#wording/markup.ts";
import { workloadRow } from "./workload-row.ts";

export function* namespaceSections({ groups, ranked, rate }: AuditOverview): Generator<string, void, undefined> {
  const places = new Map(ranked.map((workload, at) => [workload, at]));
  for (const [at, group] of groups.entries()) {
    yield sectionHead(group, at).source;
    for (const workload of group.workloads) yield workloadRow(workload, places.get(workload) ?? 0, rate).source;
    yield "</section>\n";
  }
}

function sectionHead(group: AuditGroup, at: number): Markup {
  const { workloads, lost, namespace } = group;
  const errors = workloads.reduce((sum, { explanation }) => sum + countOf(explanation.findings, "error"), 0);
  const warnings = workloads.reduce((sum, { explanation }) => sum + countOf(explanation.findings, "warning"), 0);
  const risk = lost < 0.5 ? "" : `; about ${roughly(lost)} requests at risk`;
  return markup`<section class="group card" data-lost="${Math.round(lost)}" data-errors="${errors}" data-warnings="${warnings}" data-name="${namespace}" data-place="${at}" aria-labelledby="g${at}">
<h3 id="g${at}">${groupTitle(group)} <span class="count">${counted(workloads.length, "workload")}${risk}</span></h3>
`;
}

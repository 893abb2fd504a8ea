import { atRisk } from "#audit/audit-groups.ts";
import { countOf, type RankedWorkload } from "#audit/audit-overview.ts";
import { changeOf } from "#audit/value-change.ts";
import { explanationBody } from "#explain/explanation-html.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import { counted } from "#wording/counted.ts";
import { type Markup, markup } from "#wording/markup.ts";
import { ruleAnchor } from "./rules-section.ts";

/** One workload, folded: what it costs and what would change; everything else inside. `at`: its place in the whole audit. */
export function workloadRow(workload: RankedWorkload, at: number, rate: number): Markup {
  const { explanation, cost, owner, outdatedPods } = workload;
  const { kind, name, namespace = "" } = explanation.subject;
  const rules = [...new Set(explanation.findings.map(({ rule }) => rule))];
  const title = `${kind.toLowerCase()}/${name}`;
  const text = [namespace, title, owner ?? "", ...rules].join(" ").toLowerCase();
  return markup`<details class="workload" id="w${at}" data-namespace="${namespace}" data-name="${name}" data-text="${text}" data-rules="${rules.join(" ")}" data-lost="${Math.round(cost.now.lost ?? 0)}" data-errors="${countOf(explanation.findings, "error")}" data-warnings="${countOf(explanation.findings, "warning")}" data-restart="${outdatedPods}" data-place="${at}">
<summary><span class="name">${title}</span> <span><span class="k">at risk</span> ${atRisk(workload)}</span> <span><span class="k">sleep</span> ${inSeconds(explanation, "preStop")}</span> <span><span class="k">grace</span> ${inSeconds(explanation, "gracePeriod")}</span> <span class="badges">${badges(workload)}</span></summary>
<div class="body">
${explanationBody(explanation, { id: `w${at}`, level: 4, rate, linkOf: ruleAnchor, bare: true })}
</div>
</details>
`;
}

const inSeconds = (explanation: Explanation, what: "preStop" | "gracePeriod"): string => {
  const change = changeOf(explanation, what);
  return /\d$/.test(change) ? `${change} s` : change;
};

function badges({ explanation, outdatedPods, cost }: RankedWorkload): readonly Markup[] {
  const [errors, warnings] = [countOf(explanation.findings, "error"), countOf(explanation.findings, "warning")];
  return [
    ...(errors === 0 ? [] : [badge("error", counted(errors, "error"))]),
    ...(warnings === 0 ? [] : [badge("warning", counted(warnings, "warning"))]),
    ...(errors + warnings === 0 ? [badge("good", "no findings")] : []),
    ...(cost.now.cutsInFlight ? [badge("plain", "requests in flight may be cut")] : []),
    ...(outdatedPods === 0 ? [] : [badge("warning", `${counted(outdatedPods, "Pod")} to restart`)]),
  ];
}

const badge = (kind: string, text: string): Markup => markup`<span class="${kind}">${text}</span> `;

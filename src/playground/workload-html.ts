import {
  currentAndRequired,
  declaredAmounts,
  gateWords,
  healthCheckText,
  loadBalancerName,
  noTargetGroups,
  notJudged,
  sourceOfDelay,
} from "#explain/explanation-sentences.ts";
import { explanationTimeline } from "#explain/explanation-timeline.ts";
import { rollOutSentences } from "#explain/roll-out-sentences.ts";
import { timelineSvg } from "#explain/timeline-svg.ts";
import { whyNot } from "#explain/why-not.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import { printAmount } from "#wording/amount-text.ts";
import { type Markup, markup } from "#wording/markup.ts";
import { remedySteps } from "#wording/remedy-words.ts";
import { assumedRate } from "./assumed-rate.ts";

/** One workload; `at` is its place among all, by which the page finds its picture and its sliders. */
export function workloadHtml(explanation: Explanation, at: number): Markup {
  const name = printRef(explanation.subject);
  return markup`<article class="workload" aria-labelledby="w${at}-name">
<h3 id="w${at}-name">${name}</h3>
<p class="soft">policy <code>${explanation.policy}</code></p>
${explanation.skipped === undefined ? [] : whyNot(explanation).map(({ why, todo }) => markup`<p class="note">${why} ${todo}</p>`)}
<figure tabindex="0" aria-label="Timeline of ${name}">${timelineSvg(explanationTimeline(explanation), { title: `One Pod of ${name} after its deletion`, id: `w${at}-time` })}</figure>
<p class="outcome" aria-live="polite">${rollOutSentences(explanation, assumedRate).join(" ")}</p>
${remedy(explanation)}
<div class="try" data-workload="${at}"></div>
<details><summary>Where these numbers come from</summary>
${times(explanation)}
${groups(explanation)}
${gates(explanation)}
</details>
</article>
`;
}

const remedy = ({ remedy: given }: Explanation): Markup =>
  given === undefined
    ? markup``
    : markup`<h4>Remedy</h4>
<ol>
${remedySteps(given).map((step) => markup`<li>${step}</li>`)}
</ol>`;

const times = (explanation: Explanation): Markup => markup`<table>
<thead><tr><td></td><th scope="col">now</th><th scope="col">required</th></tr></thead>
<tbody>
${currentAndRequired(explanation).map(([what, now, required]) => markup`<tr><th scope="row">${what}</th><td>${now}</td><td>${required}</td></tr>`)}
</tbody></table>
<ul class="soft">
${[...declaredAmounts(explanation).map(printAmount), ...notJudged(explanation)].map((text) => markup`<li>${text}</li>`)}
</ul>`;

function groups(explanation: Explanation): Markup {
  if (explanation.targetGroups.length === 0) return markup`<p>${noTargetGroups(explanation)}</p>`;
  return markup`<h4>Target groups</h4>
<ul class="groups">
${explanation.targetGroups.map(groupItem)}
</ul>`;
}

const groupItem = (group: TargetGroup): Markup =>
  markup`<li><strong>${loadBalancerName(group)}</strong> of ${printRef(group.origin)} → ${group.service}:${group.port} (${group.targetType}): drains for ${group.deregistrationDelay.value} s (${sourceOfDelay(group)}); health check ${healthCheckText(group.healthCheck)}</li>
`;

const gates = ({ gates: all }: Explanation): Markup =>
  all.length === 0
    ? markup``
    : markup`<h4>Readiness gates</h4>
<ul>
${all.map(gateWords).map(({ gate, state, impossible }) => markup`<li class="${impossible ? "error" : "plain"}"><code>${gate}</code>: ${state}</li>`)}
</ul>`;

import type { Finding } from "#model/findings/finding.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import type { Remedy } from "#model/workloads/remedy.ts";
import { printAmount } from "#wording/amount-text.ts";
import { controllerLines } from "#wording/cluster/controller-words.ts";
import { nodeLines } from "#wording/cluster/node-words.ts";
import { findingText } from "#wording/finding-text.ts";
import { htmlPage } from "#wording/html-page.ts";
import { type Markup, markup } from "#wording/markup.ts";
import { remedySteps } from "#wording/remedy-words.ts";
import {
  currentAndRequired,
  declaredAmounts,
  gateWords,
  healthCheckText,
  loadBalancerName,
  modeSentence,
  noTargetGroups,
  notJudged,
  skippedSentence,
  sourceOfDelay,
} from "./explanation-sentences.ts";
import { explanationStyle } from "./explanation-style.ts";
import { explanationTimeline } from "./explanation-timeline.ts";
import { findingsOfPods, givenAtCreation, givenSentence } from "./given-at-creation.ts";
import { rollOutSentences } from "./roll-out-sentences.ts";
import { timelineSvg } from "./timeline-svg.ts";

/** One page that needs nothing else and runs nothing: every text of an object is escaped, and the policy of the page forbids scripts. */
export function explanationHtml(explanations: readonly Explanation[], rate?: number): string {
  const [only] = explanations;
  const alone = only !== undefined && explanations.length === 1;
  const title = alone ? printRef(only.subject) : `${explanations.length} workloads`;
  return htmlPage(
    `${title}: how its Pods terminate`,
    explanationStyle,
    markup`${alone ? "" : contents(explanations)}
${explanations.map((explanation, at) => section(explanation, at, alone ? 1 : 2, rate))}`,
  );
}

const contents = (explanations: readonly Explanation[]): Markup => markup`<nav aria-label="Workloads">
<h1>How Pods terminate</h1>
<ul>
${explanations.map(
  (
    explanation,
    at,
  ) => markup`<li><a href="#w${at}">${printRef(explanation.subject)}</a> <span class="count">${counts(explanation.findings)}</span></li>
`,
)}</ul>
</nav>`;

function counts(findings: readonly Finding[]): string {
  const of = (severity: Finding["severity"]): number => findings.filter((finding) => finding.severity === severity).length;
  return findings.length === 0 ? "no problems found" : `errors: ${of("error")}, warnings: ${of("warning")}`;
}

/** `level` is that of its heading: the page's own where it is the only one. */
function section(explanation: Explanation, at: number, level: number, rate: number | undefined): Markup {
  const name = printRef(explanation.subject);
  const skipped = skippedSentence(explanation);
  return markup`<section id="w${at}" aria-labelledby="w${at}-name">
<h${level} id="w${at}-name">${name}</h${level}>
<p>Policy <code>${explanation.policy}</code>, ${modeSentence(explanation)}.</p>
${skipped === undefined ? "" : markup`<p class="note">${skipped}</p>`}
${timesTable(explanation)}
<figure>${timelineSvg(explanationTimeline(explanation), { title: `One Pod of ${name} after its deletion`, id: `w${at}-time` })}</figure>
${rollOut(rollOutSentences(explanation, rate), level)}
${part("Target groups", level)}
${targetGroupTable(explanation)}
${gateList(explanation, level)}
${lineList("Load balancer controller", explanation.targetGroups.length === 0 ? [] : controllerLines(explanation.controller), level)}
${lineList("Nodes that its Pods may run on", explanation.targetGroups.length === 0 ? [] : nodeLines(explanation.nodes), level)}
${remedyList(explanation.remedy, level)}
${part("Findings", level)}
${findingList(findingsOfPods(explanation))}
${givenList(givenAtCreation(explanation), level)}
</section>
`;
}

const part = (name: string, level: number): Markup => markup`<h${level + 1} class="part">${name}</h${level + 1}>`;

const rollOut = (sentences: readonly string[], level: number): Markup =>
  sentences.length === 0 ? markup`` : markup`${part("A roll-out", level)}${sentences.map((text) => markup`<p>${text}</p>`)}`;

const timesTable = (explanation: Explanation): Markup => markup`<table>
<thead><tr><td></td><th scope="col" class="number">now</th><th scope="col" class="number">required</th></tr></thead>
<tbody>
${currentAndRequired(explanation).map(
  ([what, now, required]) =>
    markup`<tr><th scope="row">${what}</th><td class="number">${now}</td><td class="number required">${required}</td></tr>
`,
)}</tbody>
</table>
<ul class="stated">
${[...declaredAmounts(explanation).map(printAmount), ...notJudged(explanation)].map((text) => markup`<li>${text}</li>`)}
</ul>`;

function targetGroupTable(explanation: Explanation): Markup {
  const { targetGroups: groups } = explanation;
  if (groups.length === 0) return markup`<p>${noTargetGroups(explanation)}</p>`;
  return markup`<div class="wide"><table>
<thead><tr><th scope="col">load balancer</th><th scope="col">route</th><th scope="col">service</th><th scope="col">targets</th><th scope="col" class="number">drains</th><th scope="col">source</th><th scope="col" class="number">idle</th><th scope="col">health check</th></tr></thead>
<tbody>
${groups.map(
  (
    group,
  ) => markup`<tr><td>${loadBalancerName(group)}</td><td>${printRef(group.origin)}</td><td>${group.service}:${group.port}</td><td>${group.targetType}</td><td class="number">${group.deregistrationDelay.value} s</td><td>${sourceOfDelay(group)}</td><td class="number">${group.idleTimeout === undefined ? "?" : `${group.idleTimeout.value} s`}</td><td>${healthCheckText(group.healthCheck)}</td></tr>
`,
)}</tbody>
</table></div>`;
}

const gateList = ({ gates }: Explanation, level: number): Markup =>
  gates.length === 0
    ? markup``
    : markup`${part("Readiness gates", level)}
<ul>
${gates.map(gateWords).map(
  ({ gate, state, impossible }) => markup`<li class="${impossible ? "error" : "plain"}"><code>${gate}</code>: ${state}</li>
`,
)}</ul>`;

const lineList = (name: string, lines: readonly string[], level: number): Markup =>
  lines.length === 0
    ? markup``
    : markup`${part(name, level)}
<ul class="stated">
${lines.map((line) => markup`<li>${line}</li>`)}
</ul>`;

const remedyList = (remedy: Remedy | undefined, level: number): Markup =>
  remedy === undefined
    ? markup``
    : markup`${part("Remedy", level)}
<ol>
${remedySteps(remedy).map((step) => markup`<li>${step}</li>`)}
</ol>`;

const givenList = (given: readonly Finding[], level: number): Markup =>
  given.length === 0
    ? markup``
    : markup`${part("Given at creation", level)}<p>${givenSentence}</p>
<ul>${given.map((finding) => markup`<li>${findingText(finding).what} <code>${finding.rule}</code></li>`)}</ul>`;

function findingList(findings: readonly Finding[]): Markup {
  if (findings.length === 0) return markup`<p class="good">No problems found.</p>`;
  return markup`<ul class="findings">
${findings.map((finding) => {
  const { what, why, todo } = findingText(finding);
  return markup`<li class="${finding.severity}"><p><strong>${finding.severity}</strong> <code>${finding.rule}</code></p><p>${what}</p><p>Why: ${why}</p><p>Fix: ${todo}</p></li>
`;
})}</ul>`;
}

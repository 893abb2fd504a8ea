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
import { ruleUrl } from "#wording/rule-texts/rule-page.ts";
import {
  currentAndRequired,
  declaredAmounts,
  gateWords,
  healthCheckText,
  loadBalancerName,
  modeSentence,
  noTargetGroups,
  notJudged,
  sourceOfDelay,
} from "./explanation-sentences.ts";
import { explanationStyle } from "./explanation-style.ts";
import { explanationTimeline } from "./explanation-timeline.ts";
import { findingsOfPods, givenAtCreation, givenSentence } from "./given-at-creation.ts";
import { rollOutSentences } from "./roll-out-sentences.ts";
import { timelineSvg } from "./timeline-svg.ts";
import { type WhyNot, whyNot } from "./why-not.ts";

/** One page that needs nothing else and runs nothing: every text of an object is escaped, and the policy of the page forbids scripts. */
export const explanationHtml = (explanation: Explanation, rate?: number): string =>
  htmlPage(
    `${printRef(explanation.subject)}: how its Pods terminate`,
    explanationStyle,
    markup`<section aria-labelledby="w0-name">
<h1 id="w0-name">${printRef(explanation.subject)}</h1>
${explanationBody(explanation, { id: "w0", level: 2, rate })}
</section>`,
  );

export interface BodyOptions {
  /** Begins the ids of this workload, so that they differ from those of others on the page. */
  readonly id: string;
  /** Of the headings of its parts. */
  readonly level: number;
  /** Requests a second; undefined: nobody says. */
  readonly rate: number | undefined;
  /** Where the rules of this page are described; by default where the docs are published. */
  readonly linkOf?: (rule: Finding["rule"]) => string | undefined;
  /** The page has the style of pictures already. */
  readonly bare?: boolean;
}

/** Everything about one workload but its name. */
export function explanationBody(explanation: Explanation, options: BodyOptions): Markup {
  const { id, level, rate, bare = false } = options;
  const name = printRef(explanation.subject);
  return markup`<p>Policy <code>${explanation.policy}</code>, ${modeSentence(explanation)}.</p>
${whyNot(explanation).map(whyNotNote)}
${timesTable(explanation)}
<figure tabindex="0" role="region" aria-label="Timeline of ${name}">${timelineSvg(explanationTimeline(explanation), { title: `One Pod of ${name} after its deletion`, id: `${id}-time`, bare })}</figure>
${rollOut(rollOutSentences(explanation, rate), level)}
${part("Target groups", level)}
${targetGroupTable(explanation)}
${gateList(explanation, level)}
${lineList("Load balancer controller", explanation.targetGroups.length === 0 ? [] : controllerLines(explanation.controller), level)}
${lineList("Nodes that its Pods may run on", explanation.targetGroups.length === 0 ? [] : nodeLines(explanation.nodes), level)}
${remedyList(explanation.remedy, level)}
${part("Findings", level)}
${findingList(findingsOfPods(explanation), options.linkOf ?? ((rule) => ruleUrl(rule)))}
${givenList(givenAtCreation(explanation), level)}
${ignoredList(explanation, level)}`;
}

const whyNotNote = ({ why, todo, command }: WhyNot): Markup =>
  markup`<p class="note">${why} ${todo}${command === undefined ? "" : markup`: <code>${command}</code>`}</p>
`;

const part = (name: string, level: number): Markup => markup`<h${level} class="part">${name}</h${level}>`;

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
  return markup`<div class="wide" tabindex="0" role="region" aria-label="Target groups of ${printRef(explanation.subject)}"><table>
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

function findingList(findings: readonly Finding[], linkOf: (rule: Finding["rule"]) => string | undefined): Markup {
  if (findings.length === 0) return markup`<p class="good">No problems found.</p>`;
  return markup`<ul class="findings">
${findings.map((finding) => {
  const { what, why, todo } = findingText(finding);
  return markup`<li class="${finding.severity}"><p><strong>${finding.severity}</strong> ${linkedRule(finding.rule, linkOf(finding.rule))}</p><p>${what}</p><p>Why: ${why}</p><p>Fix: ${todo}</p></li>
`;
})}</ul>`;
}

const linkedRule = (rule: Finding["rule"], link: string | undefined): Markup =>
  link === undefined ? markup`<code>${rule}</code>` : markup`<a href="${link}"><code>${rule}</code></a>`;

const ignoredList = ({ ignored }: Explanation, level: number): Markup =>
  ignored.length === 0
    ? markup``
    : markup`${part("Ignored", level)}
<ul>
${ignored.map(
  ({ finding, reason, by }) => markup`<li><code>${finding.rule}</code>: ${reason} (${by})</li>
`,
)}</ul>`;

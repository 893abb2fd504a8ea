/** A whole cluster on one page that needs no server and no other file, and that can be read where scripts do not run. */

import type { AuditOverview } from "#audit/audit-overview.ts";
import { auditSentences, scopeSentences } from "#audit/audit-sentences.ts";
import { nextCommands } from "#audit/next-commands.ts";
import { type ClusterFindings, clusterFindings, titleOf } from "#audit/report-findings.ts";
import type { Finding } from "#model/findings/finding.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import { roughly } from "#wording/approximate.ts";
import { findingText } from "#wording/finding-text.ts";
import { htmlFrame } from "#wording/html-page.ts";
import { type Markup, markup } from "#wording/markup.ts";
import { remedySteps } from "#wording/remedy-words.ts";
import { namespaceSections } from "./namespace-sections.ts";
import { pageScript } from "./page-script.ts";
import { pageStyle } from "./page-style.ts";
import { pageTools } from "./page-tools.ts";
import { rulesSection } from "./rules-section.ts";

export const auditPage = (overview: AuditOverview): string => [...auditPageParts(overview)].join("");

/** The same part by part: a page of thousands of workloads is not held as a whole. */
export function* auditPageParts(overview: AuditOverview): Generator<string, void, undefined> {
  const { source, ranked } = overview;
  const title = `Outlive audit${source.cluster === undefined ? "" : ` of ${source.cluster}`}`;
  const { open, close } = htmlFrame(title, pageStyle, pageScript());
  yield open;
  yield markup`${head(overview)}
${fixFirst(overview)}
${next(overview)}
${numbers(overview)}
${aroundWorkloads(overview)}
${unread(overview)}
${rulesSection(overview)}
<h2 class="part" id="workloads">Workloads by namespace</h2>
${ranked.length === 0 ? markup`<p>No workloads found.</p>` : pageTools(overview)}
<div>
`.source;
  yield* namespaceSections(overview);
  yield `</div>${close}`;
}

function head(overview: AuditOverview): Markup {
  const [first = "", ...others] = auditSentences(overview);
  const { source } = overview;
  const facts = [
    ["cluster", source.cluster],
    ["API server", source.server],
    ["Kubernetes", source.kubernetes],
    ["date", source.at.slice(0, 16).replace("T", " ").concat(" UTC")],
    ["Outlive", source.version],
    ["settings", source.configuration.replace(/^configuration: /, "")],
  ].flatMap(([name, value]) =>
    value === undefined
      ? []
      : [
          markup`<div><dt>${name ?? ""}</dt><dd>${value}</dd></div>
`,
        ],
  );
  return markup`<header>
<p class="over">Outlive audit${source.cluster === undefined ? "" : ` of ${source.cluster}`}</p>
<h1>${first}</h1>
${[...others, ...scopeSentences(overview)].map(
  (text) => markup`<p>${text}</p>
`,
)}<dl class="facts">
${facts}</dl>
</header>`;
}

const mostFirst = 3;

/** The costliest workloads with the values that make all their findings go away. */
function fixFirst({ ranked }: AuditOverview): Markup {
  const first = ranked
    .map((workload, at) => ({ ...workload, at }))
    .filter(({ explanation }) => explanation.remedy !== undefined)
    .slice(0, mostFirst);
  if (first.length === 0) return markup``;
  return markup`<section class="card" aria-labelledby="first">
<h2 id="first">Fix first</h2>
<ol class="first">
${first.map(
  ({
    explanation,
    cost,
    at,
  }) => markup`<li><a href="#w${at}">${printRef(explanation.subject)}</a>${cost.now.lost === undefined || cost.now.lost < 0.5 ? "" : `, about ${roughly(cost.now.lost)} requests at risk per roll-out`}
<ul>
${(explanation.remedy === undefined ? [] : remedySteps(explanation.remedy)).map(
  (step) => markup`<li>${step}</li>
`,
)}</ul></li>
`,
)}</ol>
</section>`;
}

const next = (overview: AuditOverview): Markup =>
  nextCommands(overview).length === 0
    ? markup``
    : markup`<section class="card" aria-labelledby="next">
<h2 id="next">Next</h2>
<ol class="next">
${nextCommands(overview).map(
  ({ command, why }) => markup`<li>${why}:<br><code>${command}</code></li>
`,
)}</ol>
</section>`;

function numbers({ totals }: AuditOverview): Markup {
  const shown: readonly (readonly [string, string, boolean])[] = [
    [roughly(totals.lost), "requests at risk", totals.lost >= 0.5],
    [`${totals.losing}`, "workloads losing requests", totals.losing > 0],
    [`${totals.changes}`, "workloads that enforce mode changes", false],
    [`${totals.errors}`, "errors", totals.errors > 0],
    [`${totals.warnings}`, "warnings", false],
    [`${totals.outdatedPods}`, "Pods to restart", totals.outdatedPods > 0],
  ];
  return markup`<section class="card" aria-labelledby="numbers">
<h2 id="numbers">In numbers</h2>
<ul class="numbers">
${shown.map(
  ([value, name, bad]) => markup`<li class="${bad ? "bad" : "plain"}"><strong>${value}</strong> ${name}</li>
`,
)}</ul>
</section>`;
}

/** What concerns no single workload. */
const aroundWorkloads = ({ report }: AuditOverview): readonly Markup[] =>
  clusterFindings.filter((list) => report[list].length > 0).map((list) => findingSection(list, report[list]));

function findingSection(list: ClusterFindings, findings: readonly Finding[]): Markup {
  const id = list.replace("Findings", "");
  return markup`<section class="card" aria-labelledby="${id}">
<h2 id="${id}">${titleOf(list)}</h2>
<ul>
${findings.map(findingText).map(
  ({ what, todo }) => markup`<li>${what}. Fix: ${todo}.</li>
`,
)}</ul>
</section>`;
}

const unread = ({ source }: AuditOverview): Markup =>
  source.unreadable.length === 0
    ? markup``
    : markup`<section class="card" aria-labelledby="unread">
<h2 id="unread">Not read</h2>
<ul>
${source.unreadable.map(
  (line) => markup`<li>${line}</li>
`,
)}</ul>
</section>`;

/** What the page shows of a judgement, as HTML in which every text of the manifests is escaped. */
import { summarySentence } from "#check/check-summary.ts";
import { type Finding, ruleIds } from "#model/findings/finding.ts";
import type { PlacedFinding } from "#model/reports/check-report.ts";
import { findingText } from "#wording/finding-text.ts";
import { type Markup, markup } from "#wording/markup.ts";
import type { Judgement, Note } from "./judgement.ts";
import { workloadHtml } from "./workload-html.ts";

export interface Answer {
  readonly summary: string;
  readonly findings: string;
  readonly workloads: readonly string[];
  readonly notes: string;
}

/** More are counted and not shown: nobody reads them, and a page with thousands of pictures is slow. */
const shownWorkloads = 50;
const shownFindings = 200;
const shownNotes = 20;

/** `docs` is where the pages about rules are, with its `/`. */
export function answerHtml(judgement: Judgement, docs: string): Answer {
  const { explanations, checked, notes } = judgement;
  return {
    summary: markup`<p class="summary ${severityOf(judgement)}">${sentenceOf(judgement)}</p>`.source,
    findings: list(checked.findings, shownFindings, "findings", (placed) => findingItem(placed, docs)),
    workloads: explanations.slice(0, shownWorkloads).map((explanation, at) => workloadHtml(explanation, at).source),
    notes: list(notes, shownNotes, "notes", noteItem),
  };
}

const severityOf = ({ checked: { findings }, notes }: Judgement): string => {
  if (findings.some(({ finding }) => finding.severity === "error")) return "error";
  if (notes.some(({ severity }) => severity === "error")) return "error";
  return findings.length > 0 ? "warning" : "good";
};

function sentenceOf({ checked, explanations, notes }: Judgement): string {
  if (checked.checked.length === 0 && notes.length === 0) return "Paste manifests to see what they do to requests.";
  const sentence = summarySentence({ ...checked, unreadable: [] });
  const more = explanations.length - shownWorkloads;
  return more > 0 ? `${sentence}; the first ${shownWorkloads} of ${explanations.length} workloads are drawn` : sentence;
}

function list<T>(items: readonly T[], shown: number, name: string, item: (each: T) => Markup): string {
  if (items.length === 0) return "";
  const more = items.length - shown;
  return markup`<ul class="${name}">
${items.slice(0, shown).map(item)}${more > 0 ? markup`<li>and ${more} more</li>` : ""}</ul>`.source;
}

function findingItem({ finding, line }: PlacedFinding, docs: string): Markup {
  const { what, why, todo } = findingText(finding);
  return markup`<li class="${finding.severity}"><p><button type="button" data-line="${line}">line ${line}</button> <strong>${finding.severity}</strong> <a href="${docs}${pageOf(finding.rule)}">${finding.rule}</a></p><p>${what}</p><p>Why: ${why}</p><p>Fix: ${todo}</p></li>
`;
}

const pageOf = (rule: Finding["rule"]): string =>
  ruleIds.some((id) => id === rule) ? `rules/${rule}.html` : `messages.html#${rule}`;

const noteItem = ({ severity, line, message }: Note): Markup =>
  markup`<li class="${severity}">${line === undefined ? "" : markup`<button type="button" data-line="${line}">line ${line}</button> `}${message}</li>
`;

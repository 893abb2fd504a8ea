import { type CauseRow, causeRows } from "#trace/report/cause-rows.ts";
import { measuredLines } from "#trace/report/measured-lines.ts";
import { counted, grouped } from "#trace/report/numbers.ts";
import { otherLogLines } from "#trace/report/other-logs-report.ts";
import type { GroupReport, TraceReport } from "#trace/report/report.ts";
import { groupName, isWorthShowing, summaryText, windowText } from "#trace/report/trace-text.ts";
import { htmlPage } from "#wording/html-page.ts";
import { type Markup, markup } from "#wording/markup.ts";
import { exampleTable } from "./example-table.ts";
import { lanesOf } from "./lanes.ts";
import { lanesSvg, type PictureOptions } from "./lanes-svg.ts";
import { narrowLayout } from "./layouts.ts";
import { pageStyle } from "./page-style.ts";
import { policiesSvg } from "./policies-svg.ts";

/** What the page begins with. */
export interface PageLead {
  readonly title: string;
  readonly answer: Markup;
}

const leadOf = (report: TraceReport): PageLead => ({
  title: "Lost requests and their causes",
  answer: markup`<p class="answer ${report.lost > 0 ? "lost" : "good"}">${summaryText(report)}</p>`,
});

/** One page that needs nothing else and runs nothing: every text is escaped, and the policy of the page forbids scripts. */
export function traceHtml(report: TraceReport, lead: PageLead = leadOf(report)): string {
  return htmlPage(
    `${grouped(report.lost)} lost requests, ${windowText(report)}`,
    pageStyle,
    markup`<header>
<h1>${lead.title}</h1>
<p class="soft">${windowText(report)}</p>
${lead.answer}
${sources(report)}
${problems(report)}
</header>
${report.groups.filter(isWorthShowing).map((group, at) => section(report, group, at))}
${otherLogs(report)}`,
  );
}

function otherLogs({ otherLogs: logs }: TraceReport): Markup {
  const lines = otherLogLines(logs);
  if (lines.length === 0) return markup``;
  return markup`<section aria-labelledby="other-logs">
<h2 id="other-logs">Other logs</h2>
<dl>${lines.map(([term, text]) => markup`<dt>${term}</dt><dd>${text}</dd>`)}</dl>
</section>`;
}

const sources = ({ sources: all }: TraceReport): Markup =>
  all.length === 0
    ? markup``
    : markup`<p class="soft">Read: ${all.map(({ kind, files, rows }) => `${kind}, ${counted(files, "file")}, ${counted(rows, "row")}`).join("; ")}.</p>`;

const problems = ({ problems: all }: TraceReport): Markup =>
  all.length === 0 ? markup`` : markup`<ul class="notes">${all.map((problem) => markup`<li>${problem}</li>`)}</ul>`;

function section(report: TraceReport, group: GroupReport, at: number): Markup {
  const name = groupName(group);
  const lanes = lanesOf(report, group);
  return markup`<section aria-labelledby="g${at}">
<h2 id="g${at}">${name}</h2>
<p>${counted(group.requests, "request")}, ${grouped(group.lost)} lost.</p>
${causes(group, at)}
${measured(group)}
${lanes === undefined ? "" : markup`<h3>Ends of targets</h3>${figure((options) => lanesSvg(lanes, options), `Ends of targets of ${name}`, `g${at}-lanes`)}`}
${
  group.policies.length === 0 || group.lost === 0
    ? ""
    : markup`<h3>What each policy would have saved</h3>${figure((options) => policiesSvg(group.policies, options), `${counted(group.lost, "lost request")} under each policy`, `g${at}-policies`)}
<p class="soft">A replay of this log: a longer preStop sleep also changes how long a roll-out takes.</p>`
}
${suggestions(group)}
</section>
`;
}

/** The same picture for windows and for phones, of which the page shows one. */
const figure = (draw: (options: PictureOptions) => Markup, title: string, id: string): Markup =>
  markup`<figure><div class="on-wide">${draw({ title, id })}</div><div class="on-narrow">${draw({ title, id: `${id}-narrow`, layout: narrowLayout })}</div></figure>`;

function measured(group: GroupReport): Markup {
  const lines = measuredLines(group);
  if (lines.length === 0) return markup``;
  return markup`<h3>Measured</h3>
<dl>${lines.map(([term, text]) => markup`<dt>${term}</dt><dd>${text}</dd>`)}</dl>`;
}

function causes(group: GroupReport, at: number): Markup {
  const rows = causeRows(group);
  if (rows.length === 0) return markup`<p class="good">No request failed.</p>`;
  return markup`<div class="wide" tabindex="0" role="region" aria-label="Causes"><table class="causes" role="table">
<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader" class="number">count</th><th scope="col" role="columnheader">cause</th><th scope="col" role="columnheader" class="number">sure</th><th scope="col" role="columnheader" class="number">likely</th><th scope="col" role="columnheader" class="number">guess</th><th scope="col" role="columnheader">saved by</th></tr></thead>
<tbody role="rowgroup">${rows.map(causeRow)}</tbody>
</table></div>
<details id="g${at}-examples"><summary>Examples</summary>${rows.map((row) => exampleTable(row.title, row.examples))}</details>`;
}

const causeRow = ({ count, title, by, remedy, weight }: CauseRow): Markup =>
  markup`<tr role="row"><td role="cell" class="number">${grouped(count)}</td><th scope="row" role="rowheader">${weight === "none" ? `(${title})` : title}</th><td role="cell" class="number" data-name="sure">${grouped(by.sure)}</td><td role="cell" class="number" data-name="likely">${grouped(by.likely)}</td><td role="cell" class="number" data-name="guess">${grouped(by.guess)}</td><td role="cell" class="remedy">${remedy === "none" ? "" : remedy}</td></tr>
`;

const suggestions = ({ suggestions: all }: GroupReport): Markup =>
  all.length === 0
    ? markup``
    : markup`<h3>Suggested</h3>${all.map(({ on, text, because }) => markup`<p>On the ${on}, because ${because}:</p><pre>${text}</pre>`)}`;

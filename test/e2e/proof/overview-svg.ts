import { Markup, markup } from "#wording/markup.ts";
import { type Finished, titleOf } from "./proof.ts";
import { type Summary, summarise } from "./summary.ts";
import { percent } from "./table.ts";

const size = { left: 430, column: 112, row: 30, head: 70, right: 16, foot: 40 } as const;

const style = new Markup(`
.ground{fill:#fff}text{font:13px system-ui,sans-serif;fill:#1f2328}.head{font-weight:600}.axis{fill:#59636e}
.none{fill:#dafbe1;stroke:#1a7f37}.losses{fill:#ffd8d3;stroke:#cf222e}.cell{text-anchor:middle}
@media (prefers-color-scheme:dark){.ground{fill:#0d1117}text{fill:#f0f6fc}.axis{fill:#9198a1}.none{fill:#12361f;stroke:#3fb950}.losses{fill:#5c1a1a;stroke:#ff8182}}
`);

/** The share of requests that succeeded, by what is installed and what happens. */
export function overviewSvg(finished: readonly Finished[], title: string): Markup {
  const summaries = summarise(finished);
  const variants = [...new Set(summaries.map(({ planned }) => planned.variant))];
  const scenarios = [...new Set(summaries.map(({ planned }) => planned.scenario))];
  const width = size.left + scenarios.length * size.column + size.right;
  const height = size.head + variants.length * size.row + size.foot;
  const left = (at: number): number => size.left + at * size.column;
  const top = (at: number): number => size.head + at * size.row;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc">
<title id="title">${title}</title>
<desc id="desc">${summaries.map(sentence).join(" ")}</desc>
<style>${style}</style>
<rect class="ground" width="${width}" height="${height}" rx="8"/>
<text class="head" x="16" y="26">${title}</text>
${scenarios.map(({ name }, at) => markup`<text class="axis cell" x="${left(at) + size.column / 2}" y="${size.head - 10}">${name}</text>`)}
${variants.map(({ name }, at) => markup`<text x="16" y="${top(at) + 20}">${name}</text>`)}
${summaries.map((summary) => {
  const { scenario, variant } = summary.planned;
  return cell(summary, left(scenarios.indexOf(scenario)), top(variants.indexOf(variant)));
})}
<rect class="none" x="16" y="${height - 26}" width="14" height="14" rx="3"/><text class="axis" x="36" y="${height - 14}">no request lost</text>
<rect class="losses" x="150" y="${height - 26}" width="14" height="14" rx="3"/><text class="axis" x="170" y="${height - 14}">requests lost</text>
</svg>`;
}

const cell = (summary: Summary, x: number, y: number): Markup =>
  markup`<rect class="${summary.outcome.failed === 0 ? "none" : "losses"}" x="${x + 2}" y="${y + 2}" width="${size.column - 4}" height="${size.row - 4}" rx="4"><title>${sentence(summary)}</title></rect><text class="cell" x="${x + size.column / 2}" y="${y + 20}">${percent(summary.outcome)}</text>
`;

const sentence = ({ planned, outcome: { failed, requests } }: Summary): string =>
  `${titleOf(planned)}: ${failed} of ${requests} requests lost.`;

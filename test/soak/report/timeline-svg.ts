import { type Markup, markup } from "#wording/markup.ts";
import { minuteTicks } from "./line-chart.ts";
import { pictureStyle } from "./picture-style.ts";
import type { ActRow } from "./summary.ts";

const size = { width: 860, left: 170, right: 16, top: 42, row: 22, foot: 40 } as const;

/** What happened when: one lane for each act, and one for creations that failed. */
export function timelineSvg(rows: readonly ActRow[], failedMinutes: readonly number[], minutes: number): Markup {
  const width = size.width - size.left - size.right;
  const lanes = rows.length + 1;
  const height = size.top + lanes * size.row + size.foot;
  const left = (minute: number): number => Math.round((size.left + (minute / minutes) * width) * 10) / 10;
  const middle = (at: number): number => size.top + at * size.row + size.row / 2;
  const title = "What happened when";
  return markup`<svg xmlns="http://www.w3.org/2000/svg" class="soak" viewBox="0 0 ${size.width} ${height}" width="${size.width}" height="${height}" role="img" aria-labelledby="title desc">
<title id="title">${title}</title>
<desc id="desc">${rows.map(({ name, spans }) => `${name}: ${spans.length} times.`).join(" ")} Creations that failed: ${failedMinutes.length}.</desc>
<style>${pictureStyle}</style>
<rect class="ground" width="${size.width}" height="${height}" rx="8"/>
<text class="head" x="16" y="20">${title}</text>
${minuteTicks(minutes).map(
  (minute) =>
    markup`<line class="tick" x1="${left(minute)}" x2="${left(minute)}" y1="${size.top}" y2="${height - size.foot}"/><text class="tick" x="${left(minute)}" y="${height - 26}">${minute}</text>\n`,
)}
<text class="tick" x="${size.left + width / 2}" y="${height - 10}">minutes since the start</text>
${rows.map(
  ({ name, spans }, at) =>
    markup`<text class="legend" x="16" y="${middle(at)}">${name}</text>${spans.map(({ from, to }) => markup`<rect class="act" x="${left(from)}" y="${middle(at) - 5}" width="${Math.max(2, Math.round((left(to) - left(from)) * 10) / 10)}" height="10" rx="1"/>`)}\n`,
)}
<text class="legend" x="16" y="${middle(rows.length)}">creations failed</text>
${failedMinutes.map((minute) => markup`<path class="mark" d="M${left(minute)} ${middle(rows.length) - 7}v14"/>`)}
</svg>`;
}

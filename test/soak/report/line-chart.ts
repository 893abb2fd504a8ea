import { type Markup, markup } from "#wording/markup.ts";
import { pictureStyle } from "./picture-style.ts";

/** A line of a chart; where a value is missing it is interrupted. */
export interface ChartLine {
  readonly name: string;
  readonly points: readonly { readonly minute: number; readonly value: number | undefined }[];
}

export interface Chart {
  readonly title: string;
  readonly unit: string;
  readonly minutes: number;
  readonly lines: readonly ChartLine[];
  /** For those who cannot see the picture. */
  readonly description: string;
  /** Minutes at which something happened that shows in the lines. */
  readonly marks?: { readonly name: string; readonly minutes: readonly number[] };
}

const size = { width: 860, height: 250, left: 62, right: 16, top: 54, foot: 40 } as const;
const inner = { width: size.width - size.left - size.right, height: size.height - size.top - size.foot } as const;

/** Up to three lines over the minutes of a run. */
export function lineChart(chart: Chart): Markup {
  const most = niceAbove(Math.max(0, ...chart.lines.flatMap(({ points }) => points.map(({ value }) => value ?? 0))));
  const left = (minute: number): number => round(size.left + (minute / chart.minutes) * inner.width);
  const top = (value: number): number => round(size.top + inner.height * (1 - value / most));
  const { title, unit, description } = chart;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" class="soak" viewBox="0 0 ${size.width} ${size.height}" width="${size.width}" height="${size.height}" role="img" aria-labelledby="title desc">
<title id="title">${title}</title>
<desc id="desc">${description}</desc>
<style>${pictureStyle}</style>
<rect class="ground" width="${size.width}" height="${size.height}" rx="8"/>
<text class="head" x="16" y="20">${title}, ${unit}</text>
${chart.lines.map((line, at) => legend(line.name, at))}
${[0, 0.25, 0.5, 0.75, 1].map((part) => heightTick(part * most, top(part * most)))}
${minuteTicks(chart.minutes).map((minute) => markup`<text class="tick" x="${left(minute)}" y="${size.height - 24}">${minute}</text>`)}
<text class="tick" x="${size.left + inner.width / 2}" y="${size.height - 9}">minutes since the start</text>
${marksOf(chart, left)}
${chart.lines.map(({ points }, at) => {
  const path = points
    .map(({ minute, value }, index) => {
      if (value === undefined) return "";
      return `${points[index - 1]?.value === undefined ? "M" : "L"}${left(minute)} ${top(value)}`;
    })
    .join("");
  return markup`<path class="line line-${at}" d="${path}"/>\n`;
})}</svg>`;
}

function marksOf({ marks, lines }: Chart, left: (minute: number) => number): readonly Markup[] {
  if (marks === undefined || marks.minutes.length === 0) return [];
  const x = 16 + lines.length * 160;
  return [
    markup`<path class="mark" d="M${x} 34v12"/><text class="legend" x="${x + 8}" y="40">${marks.name}</text>\n`,
    ...marks.minutes.map((minute) => markup`<path class="mark" d="M${left(minute)} ${size.top}v${inner.height}"/>\n`),
  ];
}

const legend = (name: string, at: number): Markup =>
  markup`<path class="line line-${at}" d="M${16 + at * 160} 40h24"/><text class="legend" x="${46 + at * 160}" y="40">${name}</text>\n`;

const heightTick = (value: number, y: number): Markup =>
  markup`<line class="tick" x1="${size.left}" x2="${size.width - size.right}" y1="${y}" y2="${y}"/><text class="tick height" x="${size.left - 8}" y="${y}">${short(value)}</text>\n`;

export function minuteTicks(minutes: number): readonly number[] {
  const step = [1, 2, 5, 10, 15, 20, 30, 60, 120, 240].find((each) => minutes / each <= 13) ?? Math.ceil(minutes / 12);
  return Array.from({ length: Math.floor(minutes / step) + 1 }, (_, index) => index * step);
}

/** The next of 1, 2, 3, 4, 5, 6, 8 and 10 times a power of ten, so that quarters of it are short numbers. */
function niceAbove(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 3, 4, 5, 6, 8, 10].find((each) => each * power >= value) ?? 10) * power;
}

const short = (value: number): string => String(Math.round(value * 1000) / 1000);

const round = (value: number): number => Math.round(value * 10) / 10;

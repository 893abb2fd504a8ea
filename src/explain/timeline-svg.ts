import type { Seconds } from "#model/findings/seconds.ts";
import { type Markup, markup } from "#wording/markup.ts";
import { shortenedText, textWidth } from "#wording/text-width.ts";
import type { Lane, Timeline, TimelinePanel } from "./timeline.ts";
import { ticks } from "./timeline.ts";
import { withClasses } from "./timeline-classes.ts";
import { barLook, fontFamily, looks, timelineStyle } from "./timeline-style.ts";

export interface TimelineSvgOptions {
  readonly title: string;
  /** Makes the ids of one picture differ from those of others on the page. */
  readonly id?: string;
  /** Without any style: the page around it has that once for all pictures. */
  readonly bare?: boolean;
}

const size = { width: 860, margin: 250, right: 24, lane: 30, bar: 16, marks: 26, head: 46, between: 26, legend: 20 } as const;
const chart = size.width - size.margin - size.right;

/** As the style says them. */
const fontSizes = { label: 13, note: 12, mark: 11 } as const;

/** One picture that needs nothing else: styles within, readable on light and dark, with a description for those who cannot see it. */
export function timelineSvg(timeline: Timeline, { title, id = "timeline", bare = false }: TimelineSvgOptions): Markup {
  const heights = timeline.panels.map(heightOf);
  const height = heights.reduce((sum, each) => sum + each + size.between, size.between + size.legend);
  const tops = heights.map((_, at) => heights.slice(0, at).reduce((sum, each) => sum + each + size.between, size.between));
  const picture = markup`<svg xmlns="http://www.w3.org/2000/svg" class="outlive-timeline" font-family="${fontFamily}" font-size="${fontSizes.label}" viewBox="0 0 ${size.width} ${height}" width="${size.width}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${title}</title>
<desc id="${id}-desc">${describe(timeline)}</desc>
${
  bare
    ? ""
    : markup`<style>${timelineStyle}</style>
`
}<rect ${looks.ground} width="${size.width}" height="${height}" rx="8"/>
${timeline.panels.map((panel, at) => panelSvg(panel, timeline.until, tops[at] ?? 0, heights[at] ?? 0))}
${legend(height - size.between)}
</svg>`;
  return bare ? withClasses(picture) : picture;
}

/** The same in words, panel by panel. */
export function describe({ panels }: Timeline): string {
  return panels
    .map(({ title, lanes }) => {
      const parts = lanes.map(({ label, note, marks }) =>
        [label, ...marks.map((mark) => mark.label), note].filter(Boolean).join(" "),
      );
      return `${title}: ${parts.join("; ")}.`;
    })
    .join(" ");
}

const meanings = [
  { kind: "sleep", text: "preStop sleep" },
  { kind: "shutdown", text: "shutting down" },
  { kind: "spare", text: "rest of the grace period" },
] as const;

const legend = (y: number): Markup =>
  markup`${meanings.map(
    ({ kind, text }, at) =>
      markup`<rect ${barLook(kind)} x="${size.margin + at * 130}" y="${y - 6}" width="12" height="12"/><text ${looks.legend} x="${size.margin + at * 130 + 18}" y="${y + 4}">${text}</text>
`,
  )}`;

const laneHeight = ({ marks }: Lane): number => size.lane + (marks.length > 0 ? size.marks : 0);

const heightOf = ({ lanes }: TimelinePanel): number => size.head + lanes.reduce((sum, lane) => sum + laneHeight(lane), 0);

/** To a tenth, which is finer than a pixel. */
const rounded = (value: number): number => Math.round(value * 10) / 10;

const xOf = (at: Seconds, until: Seconds): number => rounded(size.margin + (at / until) * chart);

function panelSvg({ title, lanes }: TimelinePanel, until: Seconds, top: number, height: number): Markup {
  const tops = lanes.map((_, at) => top + size.head + lanes.slice(0, at).reduce((sum, lane) => sum + laneHeight(lane), 0));
  return markup`<g>
<text ${looks.panel} x="20" y="${top + 25}">${title}</text>
${ticks(until, 10).map((at) => tick(at, xOf(at, until), top, height))}
${lanes.map((lane, at) => laneSvg(lane, until, tops[at] ?? 0))}
</g>
`;
}

const tick = (at: Seconds, x: number, top: number, height: number): Markup =>
  markup`<line ${looks.tickLine} x1="${x}" x2="${x}" y1="${top + 28}" y2="${top + height}"/><text ${looks.tick} x="${x}" y="${top + 24}">${at} s</text>
`;

function laneSvg({ label, bars, note, marks }: Lane, until: Seconds, top: number): Markup {
  const baseline = top + size.bar / 2 + 4.5;
  const stretches = bars.map(({ kind, from, to }) => ({
    kind,
    from: xOf(from, until),
    to: Math.max(xOf(to, until), xOf(from, until) + 2),
  }));
  return markup`<text ${looks.label} x="20" y="${baseline}"><title>${label}</title>${shortenedText(label, size.margin - 32, fontSizes.label)}</text>
${stretches.map(({ kind, from, to }) => markup`<rect ${barLook(kind)} x="${from}" y="${top}" width="${rounded(to - from)}" height="${size.bar}"/>`)}
${noteSvg(note, stretches, baseline)}
${marksSvg(
  marks.map(({ at, label: text }) => ({ x: xOf(at, until), text })),
  top,
)}
`;
}

interface Place {
  readonly from: number;
  readonly to: number;
  readonly inside: boolean;
  /** The bar that the note is about lies behind it. */
  readonly before?: boolean;
}

/** Behind the last bar, else in a bar, else in front of one: where there is room first. */
function noteSvg(note: string, bars: readonly { readonly from: number; readonly to: number }[], baseline: number): Markup {
  if (note === "") return markup``;
  const end = Math.max(...bars.map(({ to }) => to), size.margin);
  const places: readonly Place[] = [
    { from: end, to: size.width, inside: false },
    ...bars.toReversed().map(({ from, to }) => ({ from, to, inside: true })),
    ...bars.map(({ from }, at) => ({ from: bars[at - 1]?.to ?? size.margin, to: from, inside: false, before: true })),
  ];
  const needed = textWidth(note, fontSizes.note) + 16;
  const place = places.find(({ from, to }) => to - from >= needed);
  if (place === undefined) return markup``;
  if (place.before) {
    return markup`<text ${looks.noteBefore} x="${rounded(place.to - 8)}" y="${baseline}">${note}</text>`;
  }
  return place.inside
    ? markup`<text ${looks.noteInside} x="${rounded(place.to - 8)}" y="${baseline}">${note}</text>`
    : markup`<text ${looks.note} x="${rounded(place.from + 8)}" y="${baseline}">${note}</text>`;
}

interface PlacedMark {
  readonly x: number;
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly level: number;
}

/** Text stands behind its line where there is room, else before it, else one level deeper. */
function placedMarks(marks: readonly { readonly x: number; readonly text: string }[]): readonly PlacedMark[] {
  const placed: PlacedMark[] = [];
  marks.forEach(({ x, text }, at) => {
    const width = textWidth(text, fontSizes.mark) + 6;
    const next = marks[at + 1]?.x ?? size.width;
    const sides = [0, 1].flatMap((level) => [
      { x, text, from: x, to: x + width, level },
      { x, text, from: x - width, to: x, level },
    ]);
    const free = (mark: PlacedMark): boolean =>
      mark.to <= size.width &&
      !(x < next && mark.from < next && mark.to > next) &&
      placed.every((other) => other.level !== mark.level || mark.to <= other.from || mark.from >= other.to);
    placed.push(sides.find(free) ?? { x, text, from: x - width, to: x, level: 1 });
  });
  return placed;
}

const marksSvg = (marks: readonly { readonly x: number; readonly text: string }[], top: number): Markup =>
  markup`${placedMarks(marks).map(({ x, text, from, level }) => {
    const below = top + size.bar + 13 + level * 14;
    const before = from < x;
    return markup`<line ${looks.markLine} x1="${x}" x2="${x}" y1="${top - 3}" y2="${below}"/><text ${before ? looks.markBefore : looks.markAfter} x="${before ? x - 4 : x + 4}" y="${below + 3}">${text}</text>
`;
  })}`;

import { counted } from "#trace/report/numbers.ts";
import { type Markup, markup } from "#wording/markup.ts";
import { shortenedText } from "#wording/text-width.ts";
import type { Lane, LanePicture } from "./lanes.ts";
import { chartWidth, legendHeight, type PictureLayout, wideLayout } from "./layouts.ts";
import { type LegendItem, legendBox, legendOf, legendStroke } from "./legend.ts";
import { pictureStyle } from "./trace-style.ts";

export interface PictureOptions {
  readonly title: string;
  /** Makes the ids of one picture differ from those of others on the page. */
  readonly id: string;
  readonly layout?: PictureLayout;
}

const [barHeight, head] = [12, 44] as const;
/** Half of a label. */
const tickRoom = 18;
const rowOf = ({ above }: PictureLayout): number => 24 + above;

const tenths = (value: number): number => Math.round(value * 10) / 10;

/** One picture that needs nothing else, with a description for those who cannot see it. */
export function lanesSvg(picture: LanePicture, { title, id, layout = wideLayout }: PictureOptions): Markup {
  const items = legendItems(picture);
  const bottom = head + picture.lanes.length * rowOf(layout);
  const height = bottom + legendHeight(items.length, layout);
  const x = (at: number): number => tenths(layout.left + (clamped(at, picture) / spanOf(picture)) * chartWidth(layout));
  const upright = (style: string, at: number): Markup =>
    markup`${stretches(picture.lanes.length, layout).map(([from, to]) => markup`<line class="${style}" x1="${at}" x2="${at}" y1="${from}" y2="${to}"/>`)}`;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" class="outlive-trace" viewBox="0 0 ${layout.width} ${height}" width="${layout.width}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${title}</title>
<desc id="${id}-desc">${describeLanes(picture)}</desc>
<style>${pictureStyle}</style>
<rect class="ground" width="${layout.width}" height="${height}" rx="8"/>
${ticksOf(picture, layout)
  .filter((at) => x(at) >= tickRoom && x(at) <= layout.width - tickRoom)
  .map(
    (at) => markup`${upright("tick", x(at))}<text class="tick" x="${x(at)}" y="${head - 22}">${at} s</text>
`,
  )}
${upright("deletion", x(0))}
${picture.propagation === undefined ? "" : upright("propagation", x(picture.propagation))}
${picture.lanes.map((lane, at) => laneSvg(lane, { top: head + at * rowOf(layout), x, picture, layout }))}
${legendOf(items, bottom + 18, layout)}
</svg>`;
}

/** Over all lanes, or where names stand above bars, over each bar by itself. */
function stretches(lanes: number, layout: PictureLayout): readonly (readonly [from: number, to: number])[] {
  if (layout.above === 0) return [[head - 12, head + lanes * rowOf(layout)]];
  const tops = Array.from({ length: lanes }, (_, at) => head + at * rowOf(layout) + layout.above);
  return [[head - 12, head - 6], ...tops.map((top) => [top - 2, top + barHeight + 2] as const)];
}

const spanOf = ({ from, until }: LanePicture): number => until - from;

const clamped = (at: number, { from, until }: LanePicture): number => Math.min(Math.max(at, from), until) - from;

interface Place {
  readonly top: number;
  readonly x: (at: number) => number;
  readonly picture: LanePicture;
  readonly layout: PictureLayout;
}

function laneSvg(lane: Lane, { top: rowTop, x, picture, layout }: Place): Markup {
  const top = rowTop + layout.above;
  const label = rowTop + (layout.above === 0 ? barHeight / 2 : layout.above / 2);
  const stops = Math.min(lane.sigterm ?? lane.ended ?? lane.lastRequest, picture.until);
  const ended = Math.min(lane.ended ?? stops, picture.until);
  const width = (from: number, to: number): number => tenths(Math.max(x(to) - x(from), 0));
  return markup`<text x="12" y="${label}"><title>${lane.label}</title>${shortenedText(lane.label, layout.label, 13)}</text>
<rect class="serving" x="${x(picture.from)}" y="${top}" width="${width(picture.from, stops)}" height="${barHeight}"/>
<rect class="stopping" x="${x(stops)}" y="${top}" width="${width(stops, ended)}" height="${barHeight}"/>
${lane.lastRequest > ended ? markup`<rect class="arriving" x="${x(ended)}" y="${top + 1}" width="${width(ended, lane.lastRequest)}" height="${barHeight - 2}"/>` : ""}
${lane.deregistered === undefined ? "" : markup`<line class="event" x1="${x(lane.deregistered)}" x2="${x(lane.deregistered)}" y1="${top - 4}" y2="${top + barHeight + 4}"/>`}
${lostPath(lane, top, x)}
<text class="count" x="${layout.width - 12}" y="${label}">${lane.lostCount === 0 ? "none lost" : `${lane.lostCount} lost`}</text>
`;
}

/** One stroke for each lost request; those that would fall on the same tenth of a pixel are drawn once. */
function lostPath({ lost }: Lane, top: number, x: (at: number) => number): Markup {
  const places = [...new Set(lost.map(x))];
  return places.length === 0
    ? markup``
    : markup`<path class="lost" d="${places.map((at) => `M${at} ${top - 2}v${barHeight + 4}`).join("")}"/>`;
}

const steps = [1, 2, 5, 10, 20, 30, 60, 120] as const;

function ticksOf({ from, until }: LanePicture, { mostTicks }: PictureLayout): readonly number[] {
  const step = steps.find((each) => (until - from) / each <= mostTicks) ?? 300;
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.floor((until - first) / step) + 1 }, (_, at) => first + at * step);
}

const legendItems = ({ propagation, more }: LanePicture): readonly LegendItem[] => [
  { sign: legendBox("serving"), text: "running" },
  { sign: legendBox("stopping"), text: "after SIGTERM" },
  { sign: legendBox("arriving"), text: "ended, still sent requests" },
  { sign: legendStroke("event"), text: "deregistered" },
  { sign: (x, y) => markup`<path class="lost" d="M${x + 6} ${y - 7}V${y + 7}"/>`, text: "lost request" },
  { sign: legendStroke("deletion"), text: "0 s: deletion" },
  ...(propagation === undefined
    ? []
    : [{ sign: legendStroke("propagation"), text: `longest propagation, ${tenths(propagation)} s` }]),
  ...(more === 0 ? [] : [{ sign: () => markup``, text: `${counted(more, "more target")} with fewer losses` }]),
];

/** The same in words. */
export function describeLanes({ lanes, more, propagation }: LanePicture): string {
  const parts = lanes.map(({ label, zero, deregistered, sigterm, ended, lostCount }) => {
    const events = [
      deregistered === undefined ? "" : `deregistered at ${tenths(deregistered)} s`,
      sigterm === undefined ? "" : `SIGTERM at ${tenths(sigterm)} s`,
      ended === undefined ? "" : `ended at ${tenths(ended)} s`,
    ].filter((text) => text !== "");
    return `${label}: ${[...events, `${counted(lostCount, "request")} lost`].join(", ")}${zero === "deletion" ? "" : `, counted from its ${zero}`}`;
  });
  const longest = propagation === undefined ? "" : ` New requests arrived until ${tenths(propagation)} s at the longest.`;
  return `Seconds from the deletion of each Pod. ${parts.join("; ")}.${longest}${more === 0 ? "" : ` ${counted(more, "more target")}.`}`;
}

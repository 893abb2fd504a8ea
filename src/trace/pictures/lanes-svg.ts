import { counted } from "#trace/report/numbers.ts";
import { type Markup, markup } from "#wording/markup.ts";
import { shortenedText } from "#wording/text-width.ts";
import type { Lane, LanePicture } from "./lanes.ts";
import { pictureStyle } from "./trace-style.ts";

export interface PictureOptions {
  readonly title: string;
  /** Makes the ids of one picture differ from those of others on the page. */
  readonly id: string;
}

const size = { width: 860, margin: 230, right: 84, lane: 24, bar: 12, head: 44, legend: 58 } as const;
const chart = size.width - size.margin - size.right;

const tenths = (value: number): number => Math.round(value * 10) / 10;

/** One picture that needs nothing else, with a description for those who cannot see it. */
export function lanesSvg(picture: LanePicture, { title, id }: PictureOptions): Markup {
  const height = size.head + picture.lanes.length * size.lane + size.legend;
  const bottom = height - size.legend;
  const x = (at: number): number => tenths(size.margin + (clamped(at, picture) / spanOf(picture)) * chart);
  return markup`<svg xmlns="http://www.w3.org/2000/svg" class="outlive-trace" viewBox="0 0 ${size.width} ${height}" width="${size.width}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${title}</title>
<desc id="${id}-desc">${describeLanes(picture)}</desc>
<style>${pictureStyle}</style>
<rect class="ground" width="${size.width}" height="${height}" rx="8"/>
${ticksOf(picture).map(
  (
    at,
  ) => markup`<line class="tick" x1="${x(at)}" x2="${x(at)}" y1="${size.head - 10}" y2="${bottom}"/><text class="tick" x="${x(at)}" y="${size.head - 22}">${at} s</text>
`,
)}
<line class="deletion" x1="${x(0)}" x2="${x(0)}" y1="${size.head - 12}" y2="${bottom}"/>
${picture.propagation === undefined ? "" : markup`<line class="propagation" x1="${x(picture.propagation)}" x2="${x(picture.propagation)}" y1="${size.head - 12}" y2="${bottom}"/>`}
${picture.lanes.map((lane, at) => laneSvg(lane, size.head + at * size.lane, x, picture))}
${legend(bottom + 20, picture)}
</svg>`;
}

const spanOf = ({ from, until }: LanePicture): number => until - from;

const clamped = (at: number, { from, until }: LanePicture): number => Math.min(Math.max(at, from), until) - from;

function laneSvg(lane: Lane, top: number, x: (at: number) => number, picture: LanePicture): Markup {
  const middle = top + size.bar / 2;
  const stops = Math.min(lane.sigterm ?? lane.ended ?? lane.lastRequest, picture.until);
  const ended = Math.min(lane.ended ?? stops, picture.until);
  const width = (from: number, to: number): number => tenths(Math.max(x(to) - x(from), 0));
  return markup`<text x="16" y="${middle}"><title>${lane.label}</title>${shortenedText(lane.label, size.margin - 28, 13)}</text>
<rect class="serving" x="${x(picture.from)}" y="${top}" width="${width(picture.from, stops)}" height="${size.bar}"/>
<rect class="stopping" x="${x(stops)}" y="${top}" width="${width(stops, ended)}" height="${size.bar}"/>
${lane.lastRequest > ended ? markup`<rect class="arriving" x="${x(ended)}" y="${top + 1}" width="${width(ended, lane.lastRequest)}" height="${size.bar - 2}"/>` : ""}
${lane.deregistered === undefined ? "" : markup`<line class="event" x1="${x(lane.deregistered)}" x2="${x(lane.deregistered)}" y1="${top - 4}" y2="${top + size.bar + 4}"/>`}
${lostPath(lane, top, x)}
<text class="count" x="${size.width - 12}" y="${middle}">${lane.lostCount === 0 ? "none lost" : `${lane.lostCount} lost`}</text>
`;
}

/** One stroke for each lost request; those that would fall on the same tenth of a pixel are drawn once. */
function lostPath({ lost }: Lane, top: number, x: (at: number) => number): Markup {
  const places = [...new Set(lost.map(x))];
  return places.length === 0
    ? markup``
    : markup`<path class="lost" d="${places.map((at) => `M${at} ${top - 2}v${size.bar + 4}`).join("")}"/>`;
}

const steps = [1, 2, 5, 10, 20, 30, 60, 120] as const;

function ticksOf({ from, until }: LanePicture): readonly number[] {
  const step = steps.find((each) => (until - from) / each <= 10) ?? 300;
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.floor((until - first) / step) + 1 }, (_, at) => first + at * step);
}

const legend = (
  y: number,
  { propagation, more }: LanePicture,
): Markup => markup`<rect class="serving" x="16" y="${y - 6}" width="12" height="12"/><text class="legend" x="34" y="${y}">running</text>
<rect class="stopping" x="100" y="${y - 6}" width="12" height="12"/><text class="legend" x="118" y="${y}">after SIGTERM</text>
<rect class="arriving" x="216" y="${y - 5}" width="12" height="10"/><text class="legend" x="234" y="${y}">ended, still sent requests</text>
<line class="event" x1="404" x2="404" y1="${y - 7}" y2="${y + 7}"/><text class="legend" x="412" y="${y}">deregistered</text>
<path class="lost" d="M504 ${y - 7}V${y + 7}"/><text class="legend" x="512" y="${y}">lost request</text>
<line class="deletion" x1="596" x2="596" y1="${y - 7}" y2="${y + 7}"/><text class="legend" x="604" y="${y}">0 s: deletion</text>
${propagation === undefined ? "" : markup`<line class="propagation" x1="16" x2="40" y1="${y + 20}" y2="${y + 20}"/><text class="legend" x="48" y="${y + 20}">longest propagation, ${tenths(propagation)} s</text>`}
${more === 0 ? "" : markup`<text class="legend" x="300" y="${y + 20}">${counted(more, "more target")} with fewer losses</text>`}
`;

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

import { ticks } from "#explain/timeline.ts";
import { seconds } from "#model/findings/seconds.ts";
import { Markup, markup } from "#wording/markup.ts";
import { shortenedText } from "#wording/text-width.ts";
import { succeeded } from "./request-result.ts";
import type { LostRequest, RunRecord } from "./run-record.ts";
import type { Lane } from "./spans.ts";

const size = {
  width: 960,
  left: 290,
  right: 24,
  head: 56,
  lane: 20,
  bar: 12,
  title: 26,
  foot: 50,
  edge: 16,
  font: 12,
  mark: 10,
} as const;

/** Readable on light and dark; what a colour means stands in the legend and in a title on each bar. */
const style = new Markup(`
svg{max-width:100%;height:auto}.ground{fill:#fff}text{font:${size.font}px system-ui,sans-serif;fill:#1f2328}.head{font-weight:600}.axis{fill:#59636e}.tick{text-anchor:middle}.grid{stroke:#d1d9e0}
.initial,.pending{fill:#9a63e8}.healthy,.ready{fill:#2da44e}.unhealthy{fill:#bf3989}.draining,.terminating{fill:#bf8700}.unused,.starting{fill:#818b98}
.lost{fill:none;stroke:#c4121f;stroke-width:2}.halo{fill:none;stroke:#fff;stroke-width:4}
@media (prefers-color-scheme:dark){.ground{fill:#0d1117}text{fill:#f0f6fc}.axis{fill:#9198a1}.grid{stroke:#3d444d}
.initial,.pending{fill:#b083f0}.unhealthy{fill:#db61a2}.draining,.terminating{fill:#e0a030}.unused,.starting{fill:#9aa4ae}.lost{stroke:#ff8182}.halo{stroke:#0d1117}}
`);

interface Scale {
  readonly x: (ms: number) => number;
  readonly height: number;
}

/** Targets and Pods of one run as bars over time, with each request that was lost on the lane of its target. */
export function runSvg(record: RunRecord, title: string): Markup {
  const { targets, pods, fromMs, toMs, requests } = record;
  const targetTop = size.head + size.title + size.lane;
  const podTop = targetTop + targets.length * size.lane + size.title;
  const height = podTop + pods.length * size.lane + size.foot;
  const x = (ms: number): number => {
    const share = Math.min(1, Math.max(0, (ms - fromMs) / Math.max(1, toMs - fromMs)));
    return rounded(size.left + share * (size.width - size.left - size.right));
  };
  const scale = { x, height };
  const laneOf = new Map(targets.map(({ name }, at) => [name, targetTop + at * size.lane]));
  const failed = requests.filter((result) => !succeeded(result)).length;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${height}" width="${size.width}" height="${height}" role="img" aria-labelledby="title desc">
<title id="title">${title}</title>
<desc id="desc">${describe(record)}</desc>
<style>${style}</style>
<rect class="ground" width="${size.width}" height="${height}" rx="8"/>
<text class="head" x="${size.edge}" y="22">${title}</text>
<text class="axis" x="${size.edge}" y="40">${failed} of ${requests.length} requests lost</text>
${grid(record, scale)}
<text class="head" x="${size.edge}" y="${targetTop - size.lane - 6}">Targets</text>
<text class="axis" x="${size.edge}" y="${targetTop - size.lane + size.bar - 1}">no target tried</text>
${targets.map((lane, at) => laneSvg(lane, targetTop + at * size.lane, scale))}
<text class="head" x="${size.edge}" y="${podTop - 6}">Pods</text>
${pods.map((lane, at) => laneSvg(lane, podTop + at * size.lane, scale))}
${lostSvg(lostMarks(record, x, (target) => laneOf.get(target ?? "") ?? targetTop - size.lane))}
${legend(height - 14)}
</svg>`;
}

/** The same in words. */
export function describe({ targets, pods, lost }: RunRecord): string {
  const states = (lanes: readonly Lane<string>[]): string =>
    lanes.map(({ name, spans }) => `${name}: ${spans.map(({ state }) => state).join(", ")}`).join("; ");
  return `Targets are ${states(targets)}. Pods are ${states(pods)}. Requests that the load balancer lost: ${lost.length}.`;
}

function grid({ fromMs, toMs }: RunRecord, { x, height }: Scale): readonly Markup[] {
  return ticks(seconds(Math.floor((toMs - fromMs) / 1000)), 12).map((second) => {
    const at = x(fromMs + second * 1000);
    return markup`<line class="grid" x1="${at}" x2="${at}" y1="${size.head}" y2="${height - 32}"/><text class="axis tick" x="${at}" y="${size.head - 4}">${second} s</text>`;
  });
}

const laneSvg = ({ name, spans }: Lane<string>, top: number, { x }: Scale): Markup =>
  markup`<text x="${size.edge}" y="${top + size.bar - 1}"><title>${name}</title>${shortenedText(name, size.left - size.edge - 8, size.font)}</text>${spans.map(
    ({ state, fromMs, toMs }) =>
      markup`<rect class="${state}" x="${x(fromMs)}" y="${top}" width="${rounded(Math.max(1, x(toMs) - x(fromMs)))}" height="${size.bar}"><title>${state}</title></rect>`,
  )}
`;

interface LostMarks {
  readonly title: string;
  /** Of a path: a stroke for every pixel at which requests were lost. */
  readonly strokes: string;
}

/** One path for what is lost in the same way at the same target; a run may lose thousands. */
function lostMarks(
  { lost }: RunRecord,
  x: (ms: number) => number,
  topOf: (target: string | undefined) => number,
): readonly LostMarks[] {
  const alike = Map.groupBy(lost, ({ status, target }: LostRequest) => `${status} ${target ?? "no target"}`);
  return [...alike].map(([title, requests]) => {
    const pixels = new Set(requests.map(({ atMs }) => Math.round(x(atMs))));
    const top = topOf(requests[0]?.target) + size.bar / 2 - size.mark;
    return {
      title: requests.length === 1 ? title : `${title}, ${requests.length} times`,
      strokes: [...pixels].map((pixel) => `M${pixel} ${top}v${size.mark}`).join(""),
    };
  });
}

/**
 * Each mark on a bit of ground of its own, for red on green is not seen by everybody, and on the upper half of its bar, whose state is
 * seen below however many there are.
 */
const lostSvg = (marks: readonly LostMarks[]): Markup =>
  markup`${marks.map(({ strokes }) => markup`<path class="halo" d="${strokes}"/>`)}${marks.map(
    ({ title, strokes }) => markup`<path class="lost" d="${strokes}"><title>${title}</title></path>
`,
  )}`;

const meanings = [
  ["initial", "initial, pending"],
  ["healthy", "healthy, ready"],
  ["unhealthy", "unhealthy"],
  ["draining", "draining, terminating"],
  ["starting", "unused, not ready"],
] as const;

const legend = (y: number): Markup =>
  markup`${meanings.map(
    ([state, text], at) =>
      markup`<rect class="${state}" x="${size.edge + at * 160}" y="${y - 10}" width="12" height="12"/><text x="${size.edge + 18 + at * 160}" y="${y}">${text}</text>`,
  )}<path class="lost" d="M${size.width - 138} ${y - 10}v12"/><text x="${size.width - 130}" y="${y}">request lost</text>`;

/** To a tenth, which is finer than a pixel. */
const rounded = (value: number): number => Math.round(value * 10) / 10;

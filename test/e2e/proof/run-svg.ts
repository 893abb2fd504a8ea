import { Markup, markup } from "#report/markup.ts";
import { succeeded } from "./request-result.ts";
import type { RunRecord } from "./run-record.ts";
import type { Lane } from "./spans.ts";

const size = { width: 960, left: 250, right: 20, head: 52, lane: 20, bar: 12, title: 26, foot: 50 } as const;

/** Readable on light and dark; what a colour means stands in the legend and in a title on each bar. */
const style = new Markup(`
.ground{fill:#fff}text{font:12px system-ui,sans-serif;fill:#1f2328}.head{font-weight:600}.axis{fill:#59636e}.grid{stroke:#d1d9e0}
.initial,.pending{fill:#b083f0}.healthy,.ready{fill:#2da44e}.unhealthy{fill:#bf3989}.draining,.terminating{fill:#e0a030}.unused,.starting{fill:#9aa4ae}
.lost{stroke:#d1242f;stroke-width:1.5}
@media (prefers-color-scheme:dark){.ground{fill:#0d1117}text{fill:#f0f6fc}.axis{fill:#9198a1}.grid{stroke:#3d444d}.lost{stroke:#ff8182}}
`);

interface Scale {
  readonly x: (ms: number) => number;
  readonly height: number;
}

/** Targets and Pods of one run as bars over time, with each request that was lost on the lane of its target. */
export function runSvg(record: RunRecord, title: string): Markup {
  const { targets, pods, fromMs, toMs, requests, lost } = record;
  const targetTop = size.head + size.title + size.lane;
  const podTop = targetTop + targets.length * size.lane + size.title;
  const height = podTop + pods.length * size.lane + size.foot;
  const x = (ms: number): number => {
    const share = Math.min(1, Math.max(0, (ms - fromMs) / (toMs - fromMs)));
    return rounded(size.left + share * (size.width - size.left - size.right));
  };
  const scale = { x, height };
  const laneOf = new Map(targets.map(({ name }, at) => [name, targetTop + at * size.lane]));
  const failed = requests.filter((result) => !succeeded(result)).length;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${height}" role="img" aria-labelledby="title desc">
<title id="title">${title}</title>
<desc id="desc">${describe(record)}</desc>
<style>${style}</style>
<rect class="ground" width="${size.width}" height="${height}" rx="8"/>
<text class="head" x="16" y="22">${title}</text>
<text class="axis" x="16" y="40">${failed} of ${requests.length} requests lost</text>
${grid(record, scale)}
<text class="head" x="16" y="${targetTop - size.lane - 6}">Targets</text>
<text class="axis" x="16" y="${targetTop - size.lane + 12}">no target tried</text>
${targets.map((lane, at) => laneSvg(lane, targetTop + at * size.lane, scale))}
<text class="head" x="16" y="${podTop - 6}">Pods</text>
${pods.map((lane, at) => laneSvg(lane, podTop + at * size.lane, scale))}
${lost.map(({ atMs, target, status }) => lostMark(x(atMs), laneOf.get(target ?? "") ?? targetTop - size.lane, `${status} ${target ?? "no target"}`))}
${legend(height - 14)}
</svg>`;
}

/** The same in words. */
export function describe({ targets, pods, lost }: RunRecord): string {
  const states = (lanes: readonly Lane<string>[]): string =>
    lanes.map(({ name, spans }) => `${name}: ${spans.map(({ state }) => state).join(", ")}`).join("; ");
  return `Targets are ${states(targets)}. Pods are ${states(pods)}. The load balancer lost ${lost.length} requests.`;
}

function grid({ fromMs, toMs }: RunRecord, { x, height }: Scale): readonly Markup[] {
  const lengthSeconds = (toMs - fromMs) / 1000;
  const step = [1, 2, 5, 10, 20, 60].find((seconds) => lengthSeconds / seconds <= 12) ?? 120;
  return Array.from({ length: Math.floor(lengthSeconds / step) + 1 }, (_, at) => at * step).map((second) => {
    const at = x(fromMs + second * 1000);
    return markup`<line class="grid" x1="${at}" x2="${at}" y1="${size.head}" y2="${height - 32}"/><text class="axis" x="${at + 2}" y="${size.head - 2}">${second} s</text>`;
  });
}

const laneSvg = ({ name, spans }: Lane<string>, top: number, { x }: Scale): Markup =>
  markup`<text x="16" y="${top + size.bar}">${name}</text>${spans.map(
    ({ state, fromMs, toMs }) =>
      markup`<rect class="${state}" x="${x(fromMs)}" y="${top}" width="${rounded(Math.max(1, x(toMs) - x(fromMs)))}" height="${size.bar}"><title>${state}</title></rect>`,
  )}
`;

const lostMark = (x: number, top: number, title: string): Markup =>
  markup`<line class="lost" x1="${x}" x2="${x}" y1="${top - 3}" y2="${top + size.bar + 3}"><title>${title}</title></line>`;

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
      markup`<rect class="${state}" x="${16 + at * 160}" y="${y - 10}" width="12" height="12"/><text x="${34 + at * 160}" y="${y}">${text}</text>`,
  )}<line class="lost" x1="${size.width - 140}" x2="${size.width - 140}" y1="${y - 13}" y2="${y + 3}"/><text x="${size.width - 132}" y="${y}">request lost</text>`;

/** To a tenth, which is finer than a pixel. */
const rounded = (value: number): number => Math.round(value * 10) / 10;

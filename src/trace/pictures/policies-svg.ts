import { grouped } from "#trace/report/numbers.ts";
import type { GroupReport } from "#trace/report/report.ts";
import { type Markup, markup } from "#wording/markup.ts";
import { shortenedText } from "#wording/text-width.ts";
import type { PictureOptions } from "./lanes-svg.ts";
import { chartWidth, legendHeight, type PictureLayout, wideLayout } from "./layouts.ts";
import { type LegendItem, legendBox, legendOf } from "./legend.ts";
import { pictureStyle } from "./trace-style.ts";

const [barHeight, head] = [18, 12] as const;
const rowOf = ({ above }: PictureLayout): number => 32 + above;

type Policies = GroupReport["policies"];

const legendItems: readonly LegendItem[] = [
  { sign: legendBox("saved"), text: "saved" },
  { sign: legendBox("drains"), text: "saved if the application drains" },
  { sign: legendBox("rest"), text: "not saved" },
];

/** One bar for each policy: what it would have saved, what it would have saved an application that drains, and the rest. */
export function policiesSvg(policies: Policies, { title, id, layout = wideLayout }: PictureOptions): Markup {
  const bottom = head + policies.length * rowOf(layout);
  const height = bottom + legendHeight(legendItems.length, layout);
  return markup`<svg xmlns="http://www.w3.org/2000/svg" class="outlive-trace" viewBox="0 0 ${layout.width} ${height}" width="${layout.width}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${title}</title>
<desc id="${id}-desc">${describePolicies(policies)}</desc>
<style>${pictureStyle}</style>
<rect class="ground" width="${layout.width}" height="${height}" rx="8"/>
${policies.map((policy, at) => row(policy, head + at * rowOf(layout), layout))}
${legendOf(legendItems, bottom + 12, layout)}
</svg>`;
}

function row(each: Policies[number], rowTop: number, layout: PictureLayout): Markup {
  const { policy, preStopSeconds, graceSeconds, saved, savedIfDraining, notSaved } = each;
  const total = Math.max(saved + savedIfDraining + notSaved, 1);
  const width = (count: number): number => Math.round((count / total) * chartWidth(layout) * 10) / 10;
  const [first, second, third] = [width(saved), width(savedIfDraining), width(notSaved)];
  const top = rowTop + layout.above;
  const label = rowTop + (layout.above === 0 ? barHeight / 2 : layout.above / 2);
  return markup`<text x="12" y="${label}"><title>${policy}</title>${shortenedText(policy, layout.label, 13)}</text>
<rect class="saved" x="${layout.left}" y="${top}" width="${first}" height="${barHeight}"/>
<rect class="drains" x="${layout.left + first}" y="${top}" width="${second}" height="${barHeight}"/>
<rect class="rest" x="${layout.left + first + second}" y="${top}" width="${third}" height="${barHeight}"/>
<text class="count" x="${layout.width - 12}" y="${label}">sleep ${preStopSeconds} s, grace ${graceSeconds} s</text>
`;
}

export const describePolicies = (policies: Policies): string =>
  policies
    .map(
      ({ policy, preStopSeconds, graceSeconds, saved, savedIfDraining, notSaved }) =>
        `${policy} with ${preStopSeconds} s of preStop sleep and ${graceSeconds} s of grace period: ${grouped(saved)} saved, ${grouped(savedIfDraining)} more if the application drains, ${grouped(notSaved)} not saved`,
    )
    .join("; ");

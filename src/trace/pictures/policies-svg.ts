import { grouped } from "#trace/report/numbers.ts";
import type { GroupReport } from "#trace/report/report.ts";
import { type Markup, markup } from "#wording/markup.ts";
import { shortenedText } from "#wording/text-width.ts";
import type { PictureOptions } from "./lanes-svg.ts";
import { pictureStyle } from "./trace-style.ts";

const size = { width: 860, margin: 230, right: 150, row: 32, bar: 18, head: 36, legend: 34 } as const;
const chart = size.width - size.margin - size.right;

type Policies = GroupReport["policies"];

/** One bar for each policy: what it would have saved, what it would have saved an application that drains, and the rest. */
export function policiesSvg(policies: Policies, { title, id }: PictureOptions): Markup {
  const height = size.head + policies.length * size.row + size.legend;
  const y = height - size.legend / 2;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" class="outlive-trace" viewBox="0 0 ${size.width} ${height}" width="${size.width}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-desc">
<title id="${id}-title">${title}</title>
<desc id="${id}-desc">${describePolicies(policies)}</desc>
<style>${pictureStyle}</style>
<rect class="ground" width="${size.width}" height="${height}" rx="8"/>
<text class="head" x="16" y="18">${title}</text>
${policies.map((policy, at) => row(policy, size.head + at * size.row))}
<rect class="saved" x="16" y="${y - 6}" width="12" height="12"/><text class="legend" x="34" y="${y}">saved</text>
<rect class="drains" x="90" y="${y - 6}" width="12" height="12"/><text class="legend" x="108" y="${y}">saved if the application drains</text>
<rect class="rest" x="290" y="${y - 6}" width="12" height="12"/><text class="legend" x="308" y="${y}">not saved</text>
</svg>`;
}

function row({ policy, preStopSeconds, graceSeconds, saved, savedIfDraining, notSaved }: Policies[number], top: number): Markup {
  const total = Math.max(saved + savedIfDraining + notSaved, 1);
  const width = (count: number): number => Math.round((count / total) * chart * 10) / 10;
  const [first, second, third] = [width(saved), width(savedIfDraining), width(notSaved)];
  const middle = top + size.bar / 2;
  return markup`<text x="16" y="${middle}"><title>${policy}</title>${shortenedText(policy, size.margin - 28, 13)}</text>
<rect class="saved" x="${size.margin}" y="${top}" width="${first}" height="${size.bar}"/>
<rect class="drains" x="${size.margin + first}" y="${top}" width="${second}" height="${size.bar}"/>
<rect class="rest" x="${size.margin + first + second}" y="${top}" width="${third}" height="${size.bar}"/>
<text class="count" x="${size.width - 12}" y="${middle}">S ${preStopSeconds} s, G ${graceSeconds} s</text>
`;
}

export const describePolicies = (policies: Policies): string =>
  policies
    .map(
      ({ policy, preStopSeconds, graceSeconds, saved, savedIfDraining, notSaved }) =>
        `${policy} with ${preStopSeconds} s of preStop sleep and ${graceSeconds} s of grace period: ${grouped(saved)} saved, ${grouped(savedIfDraining)} more if the application drains, ${grouped(notSaved)} not saved`,
    )
    .join("; ");

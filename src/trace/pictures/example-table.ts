import type { ExampleReport } from "#trace/report/report.ts";
import { type Markup, markup } from "#wording/markup.ts";

/** Failures with the events that they were evaluated by. */
export const exampleTable = (title: string, examples: readonly ExampleReport[]): Markup =>
  markup`<div class="wide" tabindex="0" role="region" aria-label="Examples: ${title}"><table>
<caption>${title}</caption>
<thead><tr><th scope="col">arrived (UTC)</th><th scope="col">target</th><th scope="col">Pod</th><th scope="col" class="number">status</th><th scope="col" class="number">of the target</th><th scope="col" class="number">took</th>${examples.some(({ path }) => path !== undefined) ? markup`<th scope="col">path</th>` : ""}${examples.some(({ client }) => client !== undefined) ? markup`<th scope="col">client</th>` : ""}<th scope="col">events</th></tr></thead>
<tbody>${examples.map(row)}</tbody>
</table></div>`;

const row = ({ at, target, pod, status, targetStatus, seconds, path, client, events }: ExampleReport): Markup =>
  markup`<tr><td>${at.replace("T", " ").replace("Z", "")}</td><td>${target ?? "none"}</td><td>${pod ?? "not known"}</td><td class="number">${status}</td><td class="number">${targetStatus}</td><td class="number">${seconds.toFixed(3)} s</td>${path === undefined ? "" : markup`<td>${path}</td>`}${client === undefined ? "" : markup`<td>${client}</td>`}<td>${events.map(({ what, at: moment, source }) => `${what} ${moment.slice(11, 23)} (${source})`).join(", ")}</td></tr>
`;

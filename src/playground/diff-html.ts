import { structuredPatch } from "diff";
import { markup } from "#wording/markup.ts";

/** Changes beyond this many lines are not shown line by line: comparing costs time with the square of them. */
const longestDiff = 4000;

/** The changed lines with three around each, as HTML; undefined where there are too many to show. */
export function diffHtml(before: string, after: string): string | undefined {
  const patch = structuredPatch("", "", before, after, undefined, undefined, { context: 3, maxEditLength: longestDiff });
  if (patch === undefined) return undefined;
  return markup`${patch.hunks.map(
    ({ oldStart, lines }) =>
      markup`<p class="soft">from line ${oldStart}</p><pre class="diff">${lines.map(
        (line) => markup`<span class="${lineClass(line)}">${line}</span>`,
      )}</pre>`,
  )}`.source;
}

function lineClass(line: string): string {
  if (line.startsWith("+")) return "added";
  return line.startsWith("-") ? "removed" : "same";
}

import type { Finding } from "#model/findings/finding.ts";
import { printSource } from "#model/findings/sourced.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import { findingText } from "./finding-text.ts";
import { printable } from "./printable.ts";

/** kubectl prints each warning on a line of its own, so none may be a fragment of another. */
const longest = 120;

/** Two warnings for a finding, each complete without the other: what is wrong, and what to do. */
export function warningLines(finding: Finding): readonly string[] {
  const { what, todo } = findingText(finding);
  const subject = printRef(finding.subject);
  return [
    warningLine(withoutSources(what, finding), ` [${finding.rule}]`),
    warningLine(todo.includes(subject) ? todo : `${subject}: ${todo}`),
  ];
}

/** At most 120 characters, with an ellipsis in place of what does not fit. */
export function warningLine(text: string, suffix = ""): string {
  const characters = [...printable(text).trim()];
  const room = longest - suffix.length;
  if (characters.length <= room) return characters.join("") + suffix;
  const cut = characters.slice(0, room - 1).join("");
  const atWord = cut.lastIndexOf(" ");
  return `${withoutPunctuation(atWord > room / 2 ? cut.slice(0, atWord) : cut)}…${suffix}`;
}

function withoutPunctuation(text: string): string {
  let end = text.length;
  while (end > 0 && " ,;:".includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** Where a number was read is in `outlive explain`; a warning has room for the number only. */
const withoutSources = (what: string, { because }: Finding): string =>
  because.reduce((text, { source }) => text.replaceAll(` (${printSource(source)})`, ""), what);

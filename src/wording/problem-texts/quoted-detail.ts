import { quotable } from "#wording/printable.ts";

/** These hold lists and reasons, which are bounded where they are made; every other detail is one name or one value. */
const lists: ReadonlySet<string> = new Set([
  "accepted",
  "backends",
  "because",
  "classes",
  "members",
  "others",
  "reason",
  "values",
]);

/** One of the values of a finding or problem, as it stands in a sentence; empty where there is none of that name. */
export function quotedDetail(details: Readonly<Record<string, string>>, name: string): string {
  const value = details[name] ?? "";
  return lists.has(name) ? value : quotable(value);
}

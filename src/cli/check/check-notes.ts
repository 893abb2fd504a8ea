import type { ManifestProblem } from "#manifests/read/manifest-document.ts";
import { counted } from "#wording/counted.ts";

/** A line for each notice that says something new: what is the same for several files is said once, with the first of them. */
export function noticeLines(
  problems: readonly ManifestProblem[],
  print: (problem: ManifestProblem) => string,
): readonly string[] {
  const notices = problems.filter(({ severity }) => severity === "notice");
  const alike = Map.groupBy(notices, ({ id, message }) => (id === "not-an-object" ? id : message));
  return [...alike.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const more = others.length === 0 ? "" : ` (and ${counted(others.length, "more place", "more places")})`;
    return [`note: ${print(first)}${more}`];
  });
}

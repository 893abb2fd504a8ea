import type { Finding } from "#model/findings/finding.ts";
import { findingJson } from "#wording/finding-json.ts";

interface Found {
  /** Rules that do not hold. */
  readonly judged: readonly Finding[];
  readonly notices: readonly Finding[];
  /** Of routes. */
  readonly problems: readonly Finding[];
}

/** Everything that is wrong, errors first; what reads the same for several target groups is said once. */
export function explanationFindings({ judged, notices, problems }: Found): readonly Finding[] {
  const all = distinct([...judged, ...notices, ...problems]);
  return [...all.filter(({ severity }) => severity === "error"), ...all.filter(({ severity }) => severity === "warning")];
}

const distinct = (findings: readonly Finding[]): readonly Finding[] => {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const text = JSON.stringify(findingJson(finding));
    return !seen.has(text) && seen.add(text);
  });
};

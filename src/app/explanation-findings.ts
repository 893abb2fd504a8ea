import type { Finding } from "#model/finding.ts";
import type { Problem } from "#model/problem.ts";
import { sameObject } from "#model/refs.ts";
import { findingJson } from "#report/finding-json.ts";

interface Found {
  /** Rules that do not hold. */
  readonly judged: readonly Finding[];
  readonly noted: readonly Finding[];
  readonly problems: readonly Problem[];
}

/** Everything that is amiss, errors first; what reads the same for several target groups is said once. */
export function explanationFindings({ judged, noted, problems }: Found): readonly Finding[] {
  const ofRoutes = problems.filter((problem) => !judged.some((finding) => saysTheSame(finding, problem))).map(asFinding);
  const all = distinct([...judged, ...noted, ...ofRoutes]);
  return [...all.filter(({ severity }) => severity === "error"), ...all.filter(({ severity }) => severity === "warning")];
}

const distinct = (findings: readonly Finding[]): readonly Finding[] => {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const text = JSON.stringify(findingJson(finding));
    return !seen.has(text) && seen.add(text);
  });
};

/** The rule about valid delays is broken exactly where one of these problems is. */
const ofTheDelay: ReadonlySet<string> = new Set(["attributes-unparsable", "deregistration-delay-invalid"]);

const saysTheSame = (finding: Finding, problem: Problem): boolean =>
  finding.rule === "deregistration-delay-valid" &&
  ofTheDelay.has(problem.id) &&
  finding.path === problem.field &&
  sameObject(finding.subject, problem.object);

const asFinding = ({ id, severity, object, field, details }: Problem): Finding => ({
  rule: id,
  severity,
  subject: object,
  path: field,
  actual: undefined,
  required: undefined,
  because: [],
  details,
});

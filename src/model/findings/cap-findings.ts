import type { Finding } from "./finding.ts";

/** Of one object. Whoever fixes these has fixed most of the others, too, and ten thousand would fill logs, reports and memory. */
export const mostFindings = 100;

/** The first of them, errors before warnings where some have to be left out, and how many more there are. */
export function capFindings(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length <= mostFindings) return findings;
  const bySeverity = [
    ...findings.filter(({ severity }) => severity === "error"),
    ...findings.filter(({ severity }) => severity === "warning"),
  ];
  const [first, ...others] = bySeverity.slice(mostFindings);
  if (first === undefined) return bySeverity;
  const { subject, severity } = first;
  const rest: Finding = {
    rule: "more-findings",
    severity,
    subject,
    path: "",
    actual: undefined,
    required: undefined,
    because: [],
    details: { count: String(others.length + 1) },
  };
  return [...bySeverity.slice(0, mostFindings), rest];
}

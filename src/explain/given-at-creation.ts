import type { Finding, RuleId } from "#model/findings/finding.ts";
import type { Explanation } from "#model/reports/explanation.ts";

/** Rules about values that Pods are given when they are created. */
const sized: ReadonlySet<Finding["rule"]> = new Set<RuleId>([
  "grace-outlives-prestop",
  "shutdown-fits-grace",
  "prestop-outlives-deregistration",
  "prestop-covers-propagation",
  "prestop-covers-requests",
  "readiness-gate-present",
]);

/**
 * What does not hold of the Pods that a workload gets. In enforce mode a template may stay as its manifest has it forever, and its
 * Pods are given what they need when they are created: nothing is wrong with such a workload.
 */
export function findingsOfPods({ mode, skipped, findings, remaining }: Explanation): readonly Finding[] {
  if (mode !== "enforce" || skipped !== undefined) return findings;
  const left = new Set(remaining.map(identityOf));
  return findings.filter((finding) => !sized.has(finding.rule) || left.has(identityOf(finding)));
}

export const givenSentence =
  "These are true of the template, and not of its Pods, which get what they need when they are created.";

/** Those of the template that its Pods do not have. */
export function givenAtCreation(explanation: Explanation): readonly Finding[] {
  const ofPods = new Set(findingsOfPods(explanation));
  return explanation.findings.filter((finding) => !ofPods.has(finding));
}

const identityOf = ({ rule, details }: Finding): string =>
  JSON.stringify([rule, details["origin"], details["service"], details["gate"]]);

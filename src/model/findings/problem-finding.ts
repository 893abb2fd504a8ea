import type { Finding } from "./finding.ts";
import type { Problem, ProblemId } from "./problem.ts";

const ofTheDelay: ReadonlySet<ProblemId> = new Set(["attributes-unparsable", "deregistration-delay-invalid"]);

/** The rule `deregistration-delay-valid` is broken exactly where one of these problems is. */
export const invalidatesDelay = ({ id, field }: Problem): boolean =>
  ofTheDelay.has(id) && field.includes("target-group-attributes");

/** A problem of a route as a finding: under the rule that it breaks, where there is one, else under its own id. */
export const findingOfProblem = (problem: Problem): Finding => ({
  rule: invalidatesDelay(problem) ? "deregistration-delay-valid" : problem.id,
  severity: problem.severity,
  subject: problem.object,
  path: problem.field,
  actual: undefined,
  required: undefined,
  because: [],
  details: problem.details,
});

import type { Finding } from "#model/findings/finding.ts";
import type { Policy } from "#model/settings/policy.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { errorsOf, evaluate, lossesOf } from "./evaluate.ts";
import { solve } from "./solve.ts";

const routeRules: ReadonlySet<string> = new Set([
  "prestop-outlives-deregistration",
  "grace-within-deregistration",
  "prestop-covers-propagation",
  "deregistration-outlives-request",
  "no-publish-not-ready-addresses",
]);

/** The errors that the routes in front of these Pods bring about. */
export const routeErrors = (facts: WorkloadFacts, policy: Policy): readonly Finding[] =>
  lossesOf(evaluate(facts, policy)).filter(({ rule }) => routeRules.has(rule));

/** Rules that no values satisfy that Pods could be given: recreating them does not help. */
export const unsatisfiable = (facts: WorkloadFacts, policy: Policy): ReadonlySet<string> =>
  new Set(errorsOf(solve(facts, policy).remaining).map(({ rule }) => rule));

/** What Pods with these timings lack and would have if they were created now. */
export function lackedByPods(facts: WorkloadFacts, policy: Policy): readonly Finding[] {
  const unsatisfiableRules = unsatisfiable(facts, policy);
  return routeErrors(facts, policy).filter(({ rule }) => !unsatisfiableRules.has(rule));
}

/** That Pods are to be recreated because of what they lack, by what requires the longest sleep; undefined where they lack nothing. */
export function restartNeeded(
  { workload, timings }: WorkloadFacts,
  lacking: readonly Finding[],
  rule: "restart-needed" | "restart-may-be-needed" = "restart-needed",
): Finding | undefined {
  const [first, ...others] = lacking;
  if (first === undefined) return undefined;
  const worst = others.reduce((most, finding) => ((finding.required ?? 0) > (most.required ?? 0) ? finding : most), first);
  return {
    rule,
    severity: "warning",
    subject: workload.ref,
    path: worst.path,
    actual: worst.details["hook"] === undefined ? timings.preStop?.value : worst.actual,
    required: worst.required,
    because: worst.because,
    details: worst.details,
  };
}

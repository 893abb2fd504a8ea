import type { Finding } from "#model/findings/finding.ts";
import type { Policy } from "#model/settings/policy.ts";
import type { Situation } from "#model/workloads/situation.ts";
import { errorsOf, judge } from "./judge.ts";
import { solve } from "./solve.ts";

const routeRules: ReadonlySet<string> = new Set([
  "prestop-outlives-deregistration",
  "grace-within-deregistration",
  "prestop-covers-propagation",
  "deregistration-outlives-request",
  "sleep-not-swallowed",
]);

/** The errors that the routes in front of these Pods bring about. */
export const routeErrors = (situation: Situation, policy: Policy): readonly Finding[] =>
  errorsOf(judge(situation, policy)).filter(({ rule }) => routeRules.has(rule));

/** Rules that no values satisfy that Pods could be given: creating them anew does not help. */
export const unsatisfiable = (situation: Situation, policy: Policy): ReadonlySet<string> =>
  new Set(errorsOf(solve(situation, policy).remaining).map(({ rule }) => rule));

/** What Pods with these timings lack and would have if they were created now. */
export function lackedByPods(situation: Situation, policy: Policy): readonly Finding[] {
  const hopeless = unsatisfiable(situation, policy);
  return routeErrors(situation, policy).filter(({ rule }) => !hopeless.has(rule));
}

/** That Pods are to be created anew because of what they lack, by what asks for the longest sleep; undefined where they lack nothing. */
export function restartNeeded(
  { workload, timings }: Situation,
  lacking: readonly Finding[],
  rule: "restart-needed" | "restart-perhaps-needed" = "restart-needed",
): Finding | undefined {
  const [first, ...others] = lacking;
  if (first === undefined) return undefined;
  const worst = others.reduce((most, finding) => ((finding.required ?? 0) > (most.required ?? 0) ? finding : most), first);
  return {
    rule,
    severity: "warning",
    subject: workload.ref,
    path: worst.path,
    actual: timings.preStop?.value,
    required: worst.required,
    because: worst.because,
    details: worst.details,
  };
}

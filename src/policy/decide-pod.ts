import type { Verdict } from "#model/admission/decision.ts";
import type { Finding } from "#model/findings/finding.ts";
import type { Policy } from "#model/settings/policy.ts";
import type { Settings } from "#model/settings/settings.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { evaluate } from "./evaluate.ts";
import { hookContinues } from "./hook-continues.ts";
import { planFor } from "./plan-for.ts";
import { beyondCeiling } from "./prestop-over-ceiling.ts";
import { solve } from "./solve.ts";

type PodSettings = Pick<Settings, "sleepAction" | "injectReadinessGates">;

/**
 * What a Pod, or a template whose Pods are yet to come, should be given. Never a denial: a Pod that cannot be fixed still starts.
 * @param written the same facts without what annotations require: until it is set, it is no sleep and no grace period
 */
export function decidePod(
  facts: WorkloadFacts,
  policy: Policy,
  settings: PodSettings,
  notices: readonly Finding[],
  written: WorkloadFacts = facts,
): Verdict & { kind: "admit" } {
  const solution = solve(facts, policy);
  return {
    kind: "admit",
    plan: solution.beyondCeiling === undefined ? planFor(facts, solution, settings) : [],
    findings: [...evaluate(written, policy), ...hookContinues(facts, facts.timings), ...notices],
    remaining: [...solution.remaining, ...beyondCeiling(facts, solution, policy), ...hookContinues(facts, solution), ...notices],
  };
}

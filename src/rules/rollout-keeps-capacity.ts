import type { Rollout } from "#model/workloads/workload.ts";
import { breach } from "./breach.ts";
import { noPodRemedy, type Rule } from "./rule.ts";

/** A roll-out that may take Pods away before new ones are healthy leaves the target group short, or empty. */
export const rolloutKeepsCapacity: Rule = {
  id: "rollout-keeps-capacity",
  holds: "a roll-out never removes the last Pods before new ones are ready",
  find: (facts) => {
    const problem = facts.workload.rollout === undefined ? undefined : loses(facts.workload.rollout);
    if (problem === undefined || facts.targetGroups.length === 0) return [];
    return [
      breach(facts, {
        rule: "rollout-keeps-capacity",
        path: "spec.strategy",
        actual: undefined,
        required: undefined,
        because: [],
        details: { problem },
      }),
    ];
  },
  remedy: noPodRemedy,
};

/** Percentages of maxUnavailable are rounded down (Kubernetes deployment controller), so that 25 % of three replicas is none. */
function loses({ replicas, strategy, maxUnavailable }: Rollout): string | undefined {
  if (strategy === "Recreate") return "recreate";
  if (replicas === undefined || replicas === 0 || maxUnavailable === undefined) return undefined;
  const percent = /^(\d+)%$/.exec(String(maxUnavailable))?.[1];
  const unavailable = percent === undefined ? Number(maxUnavailable) : Math.floor((replicas * Number(percent)) / 100);
  return unavailable >= replicas ? "all-unavailable" : undefined;
}

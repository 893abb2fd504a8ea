import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { type Replaced, replacedBy } from "#physics/replacement.ts";
import { breach } from "./breach.ts";
import { noPodRemedy, type Rule } from "./rule.ts";

/** A roll-out that may take Pods away before new ones are healthy leaves the target group short, or empty. */
export const rolloutKeepsCapacity: Rule = {
  id: "rollout-keeps-capacity",
  holds: "a roll-out never removes the last Pods before new ones are ready",
  find: (facts) => {
    const problem = problemOf(facts);
    if (problem === undefined || facts.targetGroups.length === 0) return [];
    return [
      breach(facts, {
        rule: "rollout-keeps-capacity",
        path: strategyPath(facts),
        actual: undefined,
        required: undefined,
        because: [],
        details: { problem },
      }),
    ];
  },
  remedy: noPodRemedy,
};

const strategyPath = ({ workload }: WorkloadFacts): string =>
  workload.ref.kind === "Deployment" || workload.ref.kind === "Rollout" ? "spec.strategy" : "spec.updateStrategy";

function problemOf({ workload: { ref, rollout }, fewestPods }: WorkloadFacts): string | undefined {
  if (rollout === undefined) return undefined;
  if (rollout.strategy === "Recreate") return "recreate";
  // A share of all nodes, however many there are.
  if (ref.kind === "DaemonSet") return rollout.maxUnavailable === "100%" ? "all-unavailable" : undefined;
  if (fewestPods === undefined) return undefined;
  // Argo Rollouts counts a canary's limits as a Deployment's are counted.
  const kind = ref.kind === "Rollout" && rollout.strategy === "canary" ? "Deployment" : ref.kind;
  const replaced = replacedBy(kind, { ...rollout, replicas: fewestPods.pods });
  return replaced !== undefined && atOnce(replaced) >= replaced.replicas ? "all-unavailable" : undefined;
}

/** How many Pods may be gone before the first new one is ready. */
function atOnce({ pods, replace }: Replaced): number {
  switch (replace.how) {
    case "recreate":
      return pods;
    case "surge":
    case "in-place":
      return Math.min(pods, replace.unavailable);
  }
}

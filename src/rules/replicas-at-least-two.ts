import { breach } from "./breach.ts";
import { noPodRemedy, type Rule } from "./rule.ts";

/** A single replica, stated, by default or as the fewest that an autoscaler leaves, has no second Pod to take its requests while a node drain evicts it. */
export const replicasAtLeastTwo: Rule = {
  id: "replicas-at-least-two",
  holds: "replicas ≥ 2",
  find: (facts) => {
    const { fewestPods, targetGroups } = facts;
    if (fewestPods?.pods !== 1 || targetGroups.length === 0) return [];
    return [
      breach(facts, {
        rule: "replicas-at-least-two",
        path: "spec.replicas",
        actual: undefined,
        required: undefined,
        because: [],
        details: fewestPods.autoscaler === undefined ? { replicas: "1" } : { replicas: "1", autoscaler: fewestPods.autoscaler },
      }),
    ];
  },
  remedy: noPodRemedy,
};

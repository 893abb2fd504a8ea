import { breach } from "./breach.ts";
import { noPodRemedy, type Rule } from "./rule.ts";

/** A single replica has no second Pod to take its requests while a node drain evicts it. */
export const replicasAtLeastTwo: Rule = {
  id: "replicas-at-least-two",
  holds: "replicas ≥ 2",
  find: (facts) => {
    const replicas = facts.workload.rollout?.replicas;
    if (replicas !== 1 || facts.targetGroups.length === 0) return [];
    return [
      breach(facts, {
        rule: "replicas-at-least-two",
        path: "spec.replicas",
        actual: undefined,
        required: undefined,
        because: [],
        details: { replicas: String(replicas) },
      }),
    ];
  },
  remedy: noPodRemedy,
};

import { breach } from "./breach.ts";
import { noPodRemedy, type Rule } from "./rule.ts";

/** A budget that never allows an eviction makes people drain nodes by force; more than one on a Pod makes every eviction fail (Kubernetes 1.36). */
export const disruptionBudgetAllowsDrain: Rule = {
  id: "disruption-budget-allows-drain",
  holds: "at most one PodDisruptionBudget selects the Pods, and it allows an eviction",
  find: (facts) => {
    const budgets = facts.disruptionBudgets;
    const about = (name: string, problem: string) =>
      breach(facts, {
        rule: "disruption-budget-allows-drain",
        subject: {
          apiVersion: "policy/v1",
          kind: "PodDisruptionBudget",
          namespace: facts.workload.ref.namespace ?? "",
          name,
        },
        path: "spec",
        actual: undefined,
        required: undefined,
        because: [],
        details: { problem },
      });
    const blocking = budgets
      .filter(({ blocksEveryEviction }) => blocksEveryEviction)
      .map(({ name }) => about(name, "blocks-every-eviction"));
    const [, second] = budgets;
    return second === undefined ? blocking : [...blocking, about(second.name, "several-budgets")];
  },
  remedy: noPodRemedy,
};

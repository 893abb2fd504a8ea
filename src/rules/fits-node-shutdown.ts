import type { Amount } from "#model/findings/finding.ts";
import { breach, gracePath } from "./breach.ts";
import { noPodRemedy, type Rule } from "./rule.ts";

/** A node that goes away waits only so long: 120 s on EKS AL2023 from 1.34 and at a spot interruption. */
export const fitsNodeShutdown: Rule = {
  id: "fits-node-shutdown",
  holds: "G ≤ the node's shutdown budget",
  find: (facts, { nodeShutdown }) => {
    const { gracePeriod } = facts.timings;
    if (facts.targetGroups.length === 0 || gracePeriod.value <= nodeShutdown) return [];
    const budget: Amount = { name: "nodeShutdown", value: nodeShutdown, source: { from: "setting", name: "nodeShutdown" } };
    return [
      breach(facts, {
        rule: "fits-node-shutdown",
        path: gracePath(facts),
        actual: gracePeriod.value,
        required: nodeShutdown,
        because: [gracePeriod, budget],
      }),
    ];
  },
  remedy: noPodRemedy,
};

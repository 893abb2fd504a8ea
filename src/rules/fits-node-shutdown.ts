import type { Amount } from "#model/findings/finding.ts";
import { breach, gracePath } from "./breach.ts";
import { nothingOnThePod, type Rule } from "./rule.ts";

/** A node that goes away waits only so long: 120 s on EKS AL2023 from 1.34 and at a spot interruption. */
export const fitsNodeShutdown: Rule = {
  id: "fits-node-shutdown",
  holds: "G ≤ the node's shutdown budget",
  find: (situation, { nodeShutdown }) => {
    const { gracePeriod } = situation.timings;
    if (situation.targetGroups.length === 0 || gracePeriod.value <= nodeShutdown) return [];
    const budget: Amount = { name: "nodeShutdown", value: nodeShutdown, source: { from: "setting", name: "nodeShutdown" } };
    return [
      breach(situation, {
        rule: "fits-node-shutdown",
        path: gracePath(situation),
        actual: gracePeriod.value,
        required: nodeShutdown,
        because: [gracePeriod, budget],
      }),
    ];
  },
  remedy: nothingOnThePod,
};

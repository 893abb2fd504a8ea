import type { Amount } from "#model/findings/finding.ts";
import { plus } from "#model/findings/seconds.ts";
import type { PolicyParameters } from "#model/settings/policy.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { chosenDelays } from "./amounts/chosen-delay.ts";
import { trafficPaths } from "./amounts/traffic-path.ts";
import { breach, gracePath } from "./breach.ts";
import { noPodRemedy, type Rule } from "./rule.ts";

/** A node that goes away waits only so long: 120 s on EKS AL2023 from 1.34 and at a spot interruption. */
export const fitsNodeShutdown: Rule = {
  id: "fits-node-shutdown",
  holds: "G ≤ the node's shutdown budget",
  find: (facts, parameters) => {
    const { nodeShutdown } = parameters;
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
        details: { tooLong: routesFit(facts, parameters) ? "grace" : "routes" },
      }),
    ];
  },
  remedy: noPodRemedy,
};

/** Whether the budget would do for what the routes require, their delays and propagation: the grace period is then longer than they make it. */
function routesFit(facts: WorkloadFacts, parameters: PolicyParameters): boolean {
  const { preStopMargin, graceMargin, nodeShutdown } = parameters;
  const beyondDelay = plus(plus(preStopMargin, facts.timings.shutdown.value), graceMargin);
  const beyondSleep = plus(facts.timings.shutdown.value, graceMargin);
  return (
    chosenDelays(facts, parameters).every(({ delay }) => plus(delay.value, beyondDelay) <= nodeShutdown) &&
    trafficPaths(facts, parameters).every(({ chosen }) => plus(chosen.value, beyondSleep) <= nodeShutdown)
  );
}

import type { Breach } from "#model/findings/finding.ts";
import { plus, type Seconds, shortest } from "#model/findings/seconds.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { PolicyParameters } from "#model/settings/policy.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { chosenDelays, isUnchosen } from "./amounts/chosen-delay.ts";
import { trafficPaths } from "./amounts/traffic-path.ts";
import { breach, delayOf, gracePath } from "./breach.ts";
import { type NodeBudget, nodeBudget } from "./nodes/node-budget.ts";
import { noPodRemedy, type Rule } from "./rule.ts";

/** A node that goes away waits only so long; which node a Pod runs on, and what takes it away, is read from the cluster where it can be. */
export const fitsNodeShutdown: Rule = {
  id: "fits-node-shutdown",
  holds: "G ≤ what each node that the Pod may run on allows",
  find: (facts, parameters) => {
    const budget = nodeBudget(facts, parameters);
    if (facts.targetGroups.length === 0 || budget === undefined) return [];
    return [...podOutlastsNode(facts, parameters, budget), ...targetOutlastsNode(facts, budget)];
  },
  remedy: noPodRemedy,
};

function podOutlastsNode(facts: WorkloadFacts, parameters: PolicyParameters, budget: NodeBudget): readonly Breach[] {
  const { gracePeriod } = facts.timings;
  if (gracePeriod.value <= budget.amount.value) return [];
  return [
    breach(facts, {
      rule: "fits-node-shutdown",
      path: gracePath(facts),
      actual: gracePeriod.value,
      required: budget.amount.value,
      because: [gracePeriod, budget.amount],
      details: {
        tooLong: routesFit(facts, parameters, budget.amount.value) ? "grace" : "routes",
        ...nodesOf(budget, gracePeriod.value),
      },
    }),
  ];
}

/**
 * An instance target is the node itself: requests of Pods elsewhere go through it, too, and are cut when it ends, however long they and
 * the target group would still have. Only where the nodes are known, and for a delay that somebody chose.
 */
function targetOutlastsNode(facts: WorkloadFacts, budget: NodeBudget): readonly Breach[] {
  if (budget.tightest === undefined) return [];
  const { requestTimeout } = facts.timings;
  return facts.targetGroups.flatMap((group) => {
    if (group.targetType !== "instance" || (isUnchosen(group) && requestTimeout === undefined)) return [];
    const delay = delayOf(group);
    const inFlight = requestTimeout === undefined ? delay.value : shortest(delay.value, requestTimeout.value);
    if (inFlight <= budget.amount.value) return [];
    return [
      breach(facts, {
        rule: "fits-node-shutdown",
        subject: group.origin,
        path: group.delaySetting.field,
        actual: inFlight,
        required: budget.amount.value,
        because: [delay, requestTimeout, budget.amount],
        targetGroup: group,
        details: { targets: "nodes", workload: printRef(facts.workload.ref), ...nodesOf(budget, inFlight) },
      }),
    ];
  });
}

function nodesOf({ tightest, others }: NodeBudget, than: number): Readonly<Record<string, string>> {
  if (tightest === undefined) return {};
  const more = others(than);
  return {
    nodes: more === 0 ? tightest.group.name : `${tightest.group.name} (and ${more} other ${more === 1 ? "group" : "groups"})`,
    end: tightest.bound.end,
  };
}

/** Whether the budget would do for what the routes require, their delays and propagation: the grace period is then longer than they make it. */
function routesFit(facts: WorkloadFacts, parameters: PolicyParameters, budget: Seconds): boolean {
  const { preStopMargin, graceMargin } = parameters;
  const beyondDelay = plus(plus(preStopMargin, facts.timings.shutdown.value), graceMargin);
  const beyondSleep = plus(facts.timings.shutdown.value, graceMargin);
  return (
    chosenDelays(facts, parameters).every(({ delay }) => plus(delay.value, beyondDelay) <= budget) &&
    trafficPaths(facts, parameters).every(({ chosen }) => plus(chosen.value, beyondSleep) <= budget)
  );
}

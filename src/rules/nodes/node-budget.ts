import type { Amount } from "#model/findings/finding.ts";
import type { NodeBound, NodeGroup } from "#model/nodes/node-group.ts";
import type { PolicyParameters } from "#model/settings/policy.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";

/** How long the node of a Pod may last at least once it has begun to go. */
export interface NodeBudget {
  readonly amount: Amount;
  /** The nodes that allow the least; undefined where nothing is known of the nodes, and the setting is taken. */
  readonly tightest: { readonly group: NodeGroup; readonly bound: NodeBound } | undefined;
  /** How many other groups allow less than a value. */
  readonly others: (than: number) => number;
}

/** Undefined where every node that the Pod may run on waits for it without an end. */
export function nodeBudget(facts: WorkloadFacts, { nodeShutdown }: PolicyParameters): NodeBudget | undefined {
  const { nodes = [] } = facts;
  if (nodes.length === 0) {
    const amount = { name: "nodeShutdown", value: nodeShutdown, source: { from: "setting", name: "nodeShutdown" } } as const;
    return { amount, tightest: undefined, others: () => 0 };
  }
  const all = nodes.flatMap((group) => group.bounds.map((bound) => ({ group, bound })));
  const [tightest] = all.toSorted((a, b) => a.bound.seconds - b.bound.seconds);
  if (tightest === undefined) return undefined;
  const { seconds: value, source } = tightest.bound;
  return {
    amount: { name: "nodeShutdown", value, source },
    tightest,
    others: (than) =>
      nodes.filter((group) => group !== tightest.group && group.bounds.some((bound) => bound.seconds < than)).length,
  };
}

import type { NodeGroup } from "#model/nodes/node-group.ts";
import type { NodeRequirement, Taint } from "#model/nodes/placement.ts";

/** A group of nodes with what decides whether a Pod may run there. */
export interface KnownGroup {
  /** `pool`: nodes that a NodePool may bring, of which it says only a part; `nodes`: such as there are. */
  readonly from: "pool" | "nodes";
  readonly group: NodeGroup;
  /** Equal for groups that read the same, of which one is shown. */
  readonly id: string;
  /** Labels that each of its nodes has. */
  readonly labels: Readonly<Record<string, string>>;
  /** What its nodes may have besides, as a NodePool says it. */
  readonly requirements: readonly NodeRequirement[];
  readonly taints: readonly Taint[];
}

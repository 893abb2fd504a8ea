import type { Taint } from "./placement.ts";

/** Who brings a node and takes it away. `other`: self-managed, or by somebody whose labels are not known. */
export type NodeManager = "node-pool" | "node-group" | "fargate" | "other";

/** Whose image a node runs, by what its kubelet does when the machine stops. */
export type ImageFamily = "al2023" | "al2" | "bottlerocket" | "windows" | "other";

/** What nodes that are brought and taken away alike have in common: there are few such sets, however many nodes there are. */
export interface NodeTraits {
  readonly manager: NodeManager;
  /** Of the NodePool or node group; empty for the others. */
  readonly group: string;
  readonly spot: boolean;
  readonly family: ImageFamily;
  /** 34 of `v1.34.2`; undefined where it cannot be read. */
  readonly kubeletMinor: number | undefined;
  /** Those that {@link import("./kept-label.ts").isKept}. */
  readonly labels: Readonly<Record<string, string>>;
  /** Those that stay for as long as the node does. */
  readonly taints: readonly Taint[];
}

import type { ObjectMeta } from "#model/kubernetes/object-meta.ts";
import type { NodeTraits } from "./node-traits.ts";

/** What is kept of a node, so that its heartbeats change nothing here. */
export interface Node {
  readonly meta: Pick<ObjectMeta, "namespace" | "name">;
  /** `v1.34.2-eks-…`; empty where the kubelet has not said it yet. */
  readonly kubeletVersion: string;
  readonly traits: NodeTraits;
}

/** Labels under domains of Kubernetes, AWS and Karpenter that many nodes share. */
const shared: ReadonlySet<string> = new Set([
  "kubernetes.io/os",
  "kubernetes.io/arch",
  "karpenter.sh/nodepool",
  "karpenter.sh/capacity-type",
  "eks.amazonaws.com/capacityType",
  "eks.amazonaws.com/compute-type",
  "eks.amazonaws.com/nodegroup",
  "alpha.eksctl.io/nodegroup-name",
]);

const ownDomains = ["kubernetes.io", "k8s.io", "k8s.aws", "amazonaws.com", "karpenter.sh", "eksctl.io"] as const;

/**
 * Whether a label of a node is kept. Names, zones, instance types and the like are not: they differ from node to node, and nobody knows
 * which of them the next node has. A requirement on such a label rules nothing out.
 */
export const isKept = (key: string): boolean => shared.has(key) || !isWellKnown(key);

/** Under a domain of Kubernetes, AWS or Karpenter: a node may have it though its NodePool does not say so. */
export function isWellKnown(key: string): boolean {
  const slash = key.indexOf("/");
  const domain = slash === -1 ? "" : key.slice(0, slash);
  return ownDomains.some((own) => domain === own || domain.endsWith(`.${own}`));
}

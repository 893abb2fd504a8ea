/** Six NodePools of Karpenter as clusters have them, and what decides which of them takes a Pod. */

interface PoolGiven {
  readonly capacity?: readonly string[];
  readonly period?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly requirements?: readonly object[];
  readonly taints?: readonly object[];
  readonly autoMode?: boolean;
}

export const nodePool = (name: string, given: PoolGiven = {}): object => ({
  apiVersion: "karpenter.sh/v1",
  kind: "NodePool",
  metadata: { name },
  spec: {
    template: {
      metadata: { labels: given.labels ?? {} },
      spec: {
        nodeClassRef: given.autoMode
          ? { group: "eks.amazonaws.com", kind: "NodeClass", name: "default" }
          : { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "default" },
        requirements: [
          { key: "kubernetes.io/os", operator: "In", values: ["linux"] },
          ...(given.capacity === undefined
            ? []
            : [{ key: "karpenter.sh/capacity-type", operator: "In", values: given.capacity }]),
          ...(given.requirements ?? []),
        ],
        ...(given.taints === undefined ? {} : { taints: given.taints }),
        ...(given.period === undefined ? {} : { terminationGracePeriod: given.period }),
        expireAfter: "720h",
      },
    },
    disruption: { consolidateAfter: "0s", consolidationPolicy: "WhenEmptyOrUnderutilized", budgets: [{ nodes: "10%" }] },
  },
});

export const nodeClaim = (name: string, pool: string, period: string | undefined): object => ({
  apiVersion: "karpenter.sh/v1",
  kind: "NodeClaim",
  metadata: { name, labels: { "karpenter.sh/nodepool": pool, "karpenter.sh/capacity-type": "on-demand" } },
  spec: {
    nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "default" },
    requirements: [{ key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] }],
    ...(period === undefined ? {} : { terminationGracePeriod: period }),
  },
});

export const sixPools: readonly object[] = [
  nodePool("default", { capacity: ["spot", "on-demand"] }),
  nodePool("steady", { capacity: ["on-demand"], labels: { tier: "steady" } }),
  nodePool("short", { capacity: ["on-demand"], period: "3m20s", labels: { tier: "short" } }),
  nodePool("anything", { labels: { tier: "anything" } }),
  nodePool("general-purpose", { capacity: ["on-demand"], period: "24h0m0s", autoMode: true }),
  nodePool("gpu", {
    capacity: ["spot"],
    period: "90s",
    taints: [{ key: "nvidia.com/gpu", value: "true", effect: "NoSchedule" }],
    requirements: [{ key: "kubernetes.io/arch", operator: "In", values: ["arm64"] }],
  }),
];

/** Parts of a Pod spec. */
export const onPool = (name: string, more: Readonly<Record<string, string>> = {}): object => ({
  nodeSelector: { "karpenter.sh/nodepool": name, ...more },
});

export const withAffinity = (...terms: readonly (readonly object[])[]): object => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: terms.map((matchExpressions) => ({ matchExpressions })),
      },
    },
  },
});

interface NodeGiven {
  readonly labels?: Readonly<Record<string, string>>;
  readonly osImage?: string;
  readonly kubelet?: string;
  readonly taints?: readonly object[];
}

export const rawNode = (name: string, { labels = {}, osImage, kubelet = "v1.34.2-eks-1", taints }: NodeGiven = {}): object => ({
  apiVersion: "v1",
  kind: "Node",
  metadata: { name, labels: { "kubernetes.io/hostname": name, "kubernetes.io/os": "linux", ...labels } },
  spec: taints === undefined ? {} : { taints },
  status: { nodeInfo: { kubeletVersion: kubelet, osImage: osImage ?? "Amazon Linux 2023.8.20250721" } },
});

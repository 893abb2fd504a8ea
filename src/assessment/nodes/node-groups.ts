/** The groups of nodes of a cluster, each with how long it gives its Pods. Costs no more in a cluster of more nodes of the same groups. */
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { type Seconds, seconds } from "#model/findings/seconds.ts";
import { fromObject, type Source } from "#model/findings/sourced.ts";
import type { NodeBound, NodeGroup } from "#model/nodes/node-group.ts";
import type { ImageFamily, NodeTraits } from "#model/nodes/node-traits.ts";
import type { Placement } from "#model/nodes/placement.ts";
import { autoscalerBounds } from "./autoscaler-bound.ts";
import { fargate } from "./fargate.ts";
import type { KnownGroup } from "./known-group.ts";
import { mayRunOn } from "./may-run-on.ts";
import { poolGroups } from "./pool-groups.ts";
import { spotInterruption } from "./spot-interruption.ts";

export interface NodeSources {
  readonly view: ClusterView;
  readonly excludedNamespaces: readonly string[];
  /** What a kubelet gives that waits: `parameters.nodeShutdown`. */
  readonly nodeShutdown: Seconds;
}

/** More sets of labels than this come from labels that name single nodes; what is beyond is left out. */
const mostTraits = 500;

/** Those on which a Pod may run; empty where nothing is known of the cluster's nodes, or of none that would take it. */
export function nodeGroupsFor(placement: Placement | undefined, sources: NodeSources): readonly NodeGroup[] {
  const known = knownGroups(sources);
  sources.view.spend(known.length * (1 + sizeOf(placement)));
  const seen = new Set<string>();
  return known.flatMap((candidate) => {
    if (seen.has(candidate.id) || !mayRunOn(placement, candidate)) return [];
    seen.add(candidate.id);
    return [candidate.group];
  });
}

const sizeOf = (placement: Placement | undefined): number => (placement === undefined ? 0 : JSON.stringify(placement).length);

export const knownGroups = (sources: NodeSources): readonly KnownGroup[] =>
  sources.view.memoize(build, `${sources.nodeShutdown} ${sources.excludedNamespaces.join(" ")}`, () => build(sources));

function build({ view, excludedNamespaces, nodeShutdown }: NodeSources): readonly KnownGroup[] {
  const pools = view.list("NodePool");
  const poolNames = new Set(pools.map(({ meta }) => meta.name));
  const traits = view.keys("Node", "traits").slice(0, mostTraits).map(traitsOf);
  const scaleDown = autoscalerBounds(view, excludedNamespaces);
  const kubelet = (known: NodeTraits): Kubelet => kubeletOf(known, nodeShutdown);
  return [
    ...pools.flatMap((pool) => poolGroups(pool, { view, traits, kubelet })),
    ...traits
      .filter(({ manager, group }) => manager !== "node-pool" || !poolNames.has(group))
      .map((known) => ({
        from: "nodes" as const,
        group: groupOf(known, kubelet(known), scaleDown),
        labels: known.labels,
        requirements: [],
        taints: known.taints,
      })),
  ].map((known) => ({ ...known, id: JSON.stringify(known.group) }));
}

/** Only this module and the index write such keys. */
const traitsOf = (key: string): NodeTraits => JSON.parse(key) as NodeTraits;

const families: Readonly<Record<ImageFamily, string>> = {
  al2023: "Amazon Linux 2023",
  al2: "Amazon Linux 2",
  bottlerocket: "Bottlerocket",
  windows: "Windows",
  other: "self-managed",
};

function groupOf(traits: NodeTraits, kubelet: Kubelet, scaleDown: readonly NodeBound[]): NodeGroup {
  const { manager, group, spot, family } = traits;
  const kind = spot ? "spot nodes" : "nodes";
  const spotBounds = (source: Source): readonly NodeBound[] => (spot ? [spotInterruption(source)] : []);
  switch (manager) {
    case "fargate":
      return fargate;
    case "node-pool":
      return {
        name: `${kind} of NodePool ${group}, which is not known`,
        bounds: [...spotBounds(onNodes("karpenter.sh/nodepool", group, "karpenter.sh/capacity-type")), ...kubelet.bounds],
        stopsAtOnce: kubelet.stopsAtOnce && traits.labels["eks.amazonaws.com/compute-type"] !== "auto",
      };
    case "node-group":
      return {
        name: `${kind} in managed node group ${group}`,
        bounds: [
          ...spotBounds(onNodes("eks.amazonaws.com/nodegroup", group, "eks.amazonaws.com/capacityType")),
          ...scaleDown,
          { end: "node-group-update", seconds: seconds(15 * 60), source: { from: "default" } },
          ...kubelet.bounds,
        ],
        stopsAtOnce: kubelet.stopsAtOnce,
      };
    case "other":
      return {
        name: `${families[family]} nodes`,
        bounds: [...scaleDown, ...kubelet.bounds],
        stopsAtOnce: kubelet.stopsAtOnce,
      };
  }
}

/** Many nodes say it, each alike. */
const onNodes = (label: string, group: string, field: string): Source =>
  fromObject({ apiVersion: "v1", kind: "Node", name: `${label}=${group}` }, field);

interface Kubelet {
  readonly bounds: readonly NodeBound[];
  readonly stopsAtOnce: boolean;
}

/** From this kubelet on, images of Amazon Linux 2023 wait 150 s, 30 s of them for critical Pods (amazon-eks-ami, nodeadm). */
const firstMinorThatWaits = 34;

/** Nothing in the other images sets shutdownGracePeriod; user data may, and then `nodeShutdown` says nothing of it either. */
function kubeletOf({ family, kubeletMinor }: NodeTraits, nodeShutdown: Seconds): Kubelet {
  switch (family) {
    case "al2023":
      return kubeletMinor !== undefined && kubeletMinor < firstMinorThatWaits
        ? { bounds: [], stopsAtOnce: true }
        : {
            bounds: [{ end: "kubelet-shutdown", seconds: nodeShutdown, source: { from: "setting", name: "nodeShutdown" } }],
            stopsAtOnce: false,
          };
    case "al2":
    case "bottlerocket":
      return { bounds: [], stopsAtOnce: true };
    case "windows":
    case "other":
      return { bounds: [], stopsAtOnce: false };
  }
}

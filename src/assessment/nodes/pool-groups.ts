import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { type Seconds, seconds } from "#model/findings/seconds.ts";
import { fromObject } from "#model/findings/sourced.ts";
import { isJsonObject } from "#model/kubernetes/json.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import type { NodeBound, NodeGroup } from "#model/nodes/node-group.ts";
import type { NodePool } from "#model/nodes/node-pool.ts";
import type { NodeTraits } from "#model/nodes/node-traits.ts";
import type { KnownGroup } from "./known-group.ts";
import { spotInterruption } from "./spot-interruption.ts";

const capacityType = "karpenter.sh/capacity-type";

export interface PoolSources {
  readonly view: ClusterView;
  /** Of all nodes that there are. */
  readonly traits: readonly NodeTraits[];
  readonly kubelet: (traits: NodeTraits) => { readonly bounds: readonly NodeBound[]; readonly stopsAtOnce: boolean };
}

/**
 * What a NodePool brings, once for spot and once for the rest. A pool that names no capacity type allows spot as well (Karpenter
 * v1.14, instance.go, getCapacityType).
 */
export function poolGroups(pool: NodePool, sources: PoolSources): readonly Omit<KnownGroup, "id">[] {
  const allowed = allowedTypes(pool);
  const others = allowed.filter((type) => type !== "spot");
  const variants = [...(allowed.includes("spot") ? [["spot"]] : []), ...(others.length > 0 ? [others] : [])];
  return variants.map((types) => ({
    from: "pool",
    group: groupOf(pool, types[0] === "spot", variants.length > 1, sources),
    labels: {
      ...pool.labels,
      "karpenter.sh/nodepool": pool.meta.name,
      ...(pool.autoMode ? { "eks.amazonaws.com/compute-type": "auto" } : {}),
      ...(types.length === 1 ? { [capacityType]: types[0] ?? "" } : {}),
    },
    requirements: [
      ...pool.requirements.filter(({ key }) => key !== capacityType),
      ...(types.length === 1 ? [] : [{ key: capacityType, operator: "In", values: types }]),
    ],
    taints: pool.taints,
  }));
}

const refTo = ({ apiVersion, kind, name }: NodePool["meta"]): ObjectRef => ({ apiVersion, kind, name });

function allowedTypes({ requirements }: NodePool): readonly string[] {
  const named = requirements.filter(({ key }) => key === capacityType);
  return ["spot", "on-demand", "reserved"].filter((type) =>
    named.every(({ operator, values }) =>
      operator === "NotIn" ? !values.includes(type) : operator !== "In" || values.includes(type),
    ),
  );
}

function groupOf(pool: NodePool, spot: boolean, several: boolean, { view, traits, kubelet }: PoolSources): NodeGroup {
  const { meta, requirements, autoMode } = pool;
  const own = traits.filter(
    ({ manager, group, spot: isSpot }) => manager === "node-pool" && group === meta.name && isSpot === spot,
  );
  const kubelets = own.map(kubelet);
  const says = requirements.some(({ key }) => key === capacityType) ? capacityField : `${capacityField} (absent)`;
  const others = several ? "other nodes" : "nodes";
  return {
    name: `${spot ? "spot nodes" : others} in NodePool ${meta.name}`,
    bounds: [
      ...(spot ? [spotInterruption(fromObject(refTo(meta), says))] : []),
      ...periods(pool, spot, view),
      ...kubelets.flatMap(({ bounds }) => bounds).slice(0, 1),
    ],
    // What the kubelet of EKS Auto Mode is set to is not published.
    stopsAtOnce: !autoMode && kubelets.some(({ stopsAtOnce }) => stopsAtOnce),
  };
}

const capacityField = `spec.template.spec.requirements ${capacityType}`;

/** That of the pool, and a shorter one that nodes keep from the time when they were made. */
function periods({ meta, terminationGracePeriod }: NodePool, spot: boolean, view: ClusterView): readonly NodeBound[] {
  const field = "spec.template.spec.terminationGracePeriod";
  const claimed = view.keys("NodeClaim", "period").flatMap((key): readonly Seconds[] => {
    const claim: unknown = JSON.parse(key);
    if (!isJsonObject(claim) || claim["pool"] !== meta.name || claim["spot"] !== spot) return [];
    const period = claim["terminationGracePeriod"];
    return typeof period === "number" && period < (terminationGracePeriod ?? Number.POSITIVE_INFINITY) ? [seconds(period)] : [];
  });
  const [shortest] = claimed.toSorted((a, b) => a - b);
  return [
    ...(terminationGracePeriod === undefined
      ? []
      : [{ end: "node-pool-drain", seconds: terminationGracePeriod, source: fromObject(refTo(meta), field) } as const]),
    ...(shortest === undefined
      ? []
      : [{ end: "node-pool-drain", seconds: shortest, source: fromObject(refTo(meta), `${field} of its NodeClaims`) } as const]),
  ];
}

/**
 * Whether a Pod may run on nodes of a group, as far as that can be ruled out: by nodeSelector, required node affinity and taints. What
 * is not known of the nodes, such as the zone of the next one, rules nothing out.
 */
import { isKept, isWellKnown } from "#model/nodes/kept-label.ts";
import type { NodeRequirement, Placement, Taint, Toleration } from "#model/nodes/placement.ts";
import type { KnownGroup } from "./known-group.ts";

export function mayRunOn(placement: Placement | undefined, group: KnownGroup): boolean {
  const { nodeSelector, terms, tolerations } = placement ?? anywhere;
  const allowed = (requirement: NodeRequirement): boolean => mayMeet(requirement, group);
  return (
    group.taints.every((taint) => tolerations.some((toleration) => tolerates(toleration, taint))) &&
    Object.entries(nodeSelector).every(([key, value]) => allowed({ key, operator: "In", values: [value] })) &&
    (terms.length === 0 || terms.some((term) => term.every(allowed)))
  );
}

const anywhere: Placement = { nodeSelector: {}, terms: [], tolerations: [] };

function mayMeet(requirement: NodeRequirement, { from, labels, requirements }: KnownGroup): boolean {
  const { key } = requirement;
  if (Object.hasOwn(labels, key)) return meets(requirement, labels[key]);
  const own = requirements.filter((known) => known.key === key);
  if (own.length > 0) return own.every((known) => overlap(known, requirement));
  const known = from === "pool" ? !isWellKnown(key) : isKept(key);
  return known ? meets(requirement, undefined) : true;
}

/** As a node's label is compared with one requirement of a node selector (Kubernetes, component-helpers/nodeaffinity). */
function meets({ operator, values }: NodeRequirement, label: string | undefined): boolean {
  switch (operator) {
    case "In":
      return label !== undefined && values.includes(label);
    case "NotIn":
      return label === undefined || !values.includes(label);
    case "Exists":
      return label !== undefined;
    case "DoesNotExist":
      return label === undefined;
    case "Gt":
      return Number(label) > Number(values[0]);
    case "Lt":
      return Number(label) < Number(values[0]);
    default:
      // Of a later version: it rules nothing out.
      return true;
  }
}

/** Whether a node of the pool may have a value that the Pod accepts. */
function overlap(pool: NodeRequirement, pod: NodeRequirement): boolean {
  switch (pool.operator) {
    case "In":
      return pool.values.some((value) => meets(pod, value));
    case "DoesNotExist":
      return meets(pod, undefined);
    default:
      return pod.operator === "In" ? pod.values.some((value) => meets(pool, value)) : pod.operator !== "DoesNotExist";
  }
}

/** As the scheduler compares them (Kubernetes, core/v1 Toleration.ToleratesTaint). */
const tolerates = ({ key, operator, value, effect }: Toleration, taint: Taint): boolean =>
  (effect === "" || effect === taint.effect) &&
  (key === "" ? operator === "Exists" : key === taint.key) &&
  (operator === "Exists" || value === taint.value);

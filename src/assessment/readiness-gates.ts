/** Readiness gates as the injectors of the AWS Load Balancer Controller and of EKS Auto Mode give them, and those that nobody satisfies. */

import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { nameKey } from "#kubernetes/view/index-keys.ts";
import { longestBindingName } from "#load-balancers/binding/binding-problems.ts";
import { type PodLike, podLike, servicesSelecting, servicesSelectingNow } from "#load-balancers/services-selecting.ts";
import { groupOf } from "#model/kubernetes/refs.ts";
import type { Service, TargetGroupBinding } from "#model/load-balancers/routing.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { Workload } from "#model/workloads/workload.ts";
import type { GateState } from "#model/workloads/workload-facts.ts";

const prefixes = {
  "elbv2.k8s.aws": "target-health.elbv2.k8s.aws/",
  "eks.amazonaws.com": "target-health.eks.amazonaws.com/",
} as const;

/** Of the controller before v2; removed where a newer gate is injected. */
const legacyPrefix = "target-health.alb.ingress.k8s.aws";

export type GateGroup = keyof typeof prefixes;

export const gateOf = (group: GateGroup, binding: string): string => `${prefixes[group]}${binding}`;

/**
 * The gates of a Pod after injection in a namespace that is labelled for it: one for each binding of type `ip` whose Service selects
 * the Pod at this moment, behind those that it has, none twice. Gates of the controller before v2 go only where another one comes. A Pod
 * of a new revision that Argo Rollouts has not switched its Service to gets none for it.
 */
export function injectedGates(pod: PodLike, existing: readonly string[], view: ClusterView): readonly string[] {
  const wanted = bindingsOf(servicesSelectingNow(pod, view), view)
    .filter(({ targetType }) => targetType === "ip")
    .map(gateOfBinding);
  if (wanted.length === 0) return existing;
  const others = existing.filter((gate) => !gate.startsWith(legacyPrefix));
  const known = new Set(others);
  return [...others, ...[...new Set(wanted)].filter((gate) => !known.has(gate))];
}

const gateOfBinding = ({ meta }: TargetGroupBinding): string =>
  gateOf(groupOf(meta.apiVersion) === "eks.amazonaws.com" ? "eks.amazonaws.com" : "elbv2.k8s.aws", meta.name);

function bindingsOf(services: readonly Service[], view: ClusterView): readonly TargetGroupBinding[] {
  const keys = services.map(({ meta }) => nameKey(meta.namespace, meta.name));
  return (["TargetGroupBinding", "EksTargetGroupBinding"] as const).flatMap((kind) =>
    keys.flatMap((key) => view.indexed(kind, "service", key)).sort((a, b) => (a.meta.name < b.meta.name ? -1 : 1)),
  );
}

/** Each gate that the Pods carry or would get, and why it can never become true, if it cannot. */
export function gateStates(workload: Workload, targetGroups: readonly TargetGroup[], view: ClusterView): readonly GateState[] {
  const pod = podLike(workload, view);
  const present = workload.podSpec.readinessGates;
  const now = new Set(servicesSelectingNow(pod, view));
  const selecting = servicesSelecting(pod, view);
  const bindings = new Map(bindingsOf(selecting, view).map((binding) => [gateOfBinding(binding), binding]));
  const waiting = servicesAwaitingReadiness(
    workload,
    pod,
    selecting.filter((service) => !now.has(service)),
  );
  const carried = new Set(present);
  const byBinding = new Map(targetGroups.map((targetGroup) => [targetGroup.binding, targetGroup] as const).reverse());
  const ofControllers = present.filter((gate) => gate.startsWith("target-health."));
  const injected = injectedGates(pod, [], view);
  return [...new Set([...injected, ...ofControllers])].map((gate) => ({
    gate,
    present: carried.has(gate),
    impossible: whyImpossible(gate, bindings.get(gate), byBinding, carried.has(gate) ? waiting : new Set()),
  }));
}

/**
 * Services that Argo Rollouts lets select the Pod only once it is ready: those of users, while another revision is in use. The Pods of a
 * template are those of the revisions to come.
 */
function servicesAwaitingReadiness(workload: Workload, pod: PodLike, later: readonly Service[]): ReadonlySet<string> {
  const users = (pod.rollout?.services ?? []).filter(({ role }) => role === "active" || role === "stable" || role === "canary");
  const isTemplate = workload.podPath.length > 0;
  return new Set(users.filter(({ name }) => isTemplate || later.some(({ meta }) => meta.name === name)).map(({ name }) => name));
}

function whyImpossible(
  gate: string,
  binding: TargetGroupBinding | undefined,
  byBinding: ReadonlyMap<string | undefined, TargetGroup>,
  waiting: ReadonlySet<string>,
): string | undefined {
  if (gate.startsWith(legacyPrefix)) return "the controller no longer sets gates of this form (since version 2)";
  if (binding === undefined) return "no TargetGroupBinding with this name selects the Pod";
  if (binding.meta.name.length > longestBindingName) return "the name of the TargetGroupBinding is longer than 63 characters";
  if (binding.meta.deleting) return "the TargetGroupBinding is being deleted";
  if (waiting.has(binding.service.name)) return "Argo Rollouts lets the Service select the Pod only once it is ready";
  if (binding.targetType !== "ip") return "the targets of the TargetGroupBinding are nodes, not Pods";
  const targetGroup = byBinding.get(binding.meta.name);
  return targetGroup?.usedByListener === false
    ? "no listener uses the target group, so its targets are never checked"
    : undefined;
}

/** The action of an Ingress that Argo Rollouts writes: a forward to two Services, with the weights of the moment. */

import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { nameKey } from "#kubernetes/view/index-keys.ts";
import type { Ingress, PortRef, Service } from "#model/load-balancers/routing.ts";
import type { Workload } from "#model/workloads/workload.ts";

export interface WeightedTarget {
  readonly service: string;
  readonly port: PortRef;
}

/**
 * Where an annotation will forward to that nobody but Argo Rollouts writes, whatever the weights; undefined where no Rollout has the Ingress
 * and the action. A Service of weight 0 is part of the load balancer like any other.
 */
export function weightedAction(ingress: Ingress, action: string, view: ClusterView): readonly WeightedTarget[] | undefined {
  const rollout = rolloutsOn(ingress, view).find((each) => each.rollout?.argo?.alb?.action === action);
  const argo = rollout?.rollout?.argo;
  if (argo?.alb === undefined) return undefined;
  const { port } = argo.alb;
  const pingPong = argo.services.filter(({ role }) => role === "ping" || role === "pong");
  return (pingPong.length > 0 ? pingPong : argo.services).map(({ name }) => ({ service: name, port }));
}

/** The Services that only a Rollout adds to an Ingress. */
export const servicesShifted = (ingress: Ingress, view: ClusterView): readonly string[] =>
  rolloutsOn(ingress, view).flatMap(({ rollout }) =>
    (rollout?.argo?.services ?? []).map(({ name }) => nameKey(ingress.meta.namespace, name)),
  );

/** The Ingresses that only a Rollout puts in front of a Service. */
export const ingressesShifting = ({ meta }: Service, view: ClusterView): readonly Ingress[] =>
  view
    .indexed("Rollout", "service", nameKey(meta.namespace, meta.name))
    .flatMap(({ rollout }) => rollout?.argo?.alb?.ingresses ?? [])
    .flatMap((name) => view.get("Ingress", meta.namespace, name) ?? []);

const rolloutsOn = ({ meta }: Ingress, view: ClusterView): readonly Workload[] =>
  view.indexed("Rollout", "ingress", nameKey(meta.namespace, meta.name));

import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { nameKey } from "#kubernetes/view/indexes.ts";
import { type PodLike, servicesSelecting } from "#load-balancers/services-selecting.ts";
import { bindingsOf } from "#load-balancers/target-groups.ts";
import type { Problem } from "#model/findings/problem.ts";
import { routeKinds } from "#model/load-balancers/gateway.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import { ownKeyProblemsOf } from "#workloads/own-keys.ts";

/** Keys of ours that nothing reads on the Services that select a Pod, and on the routes and bindings that lead to these. */
export function keyProblemsInFront(pod: PodLike, targetGroups: readonly TargetGroup[], view: ClusterView): readonly Problem[] {
  const services = servicesSelecting(pod, view);
  const gateways = targetGroups.flatMap(({ origin: { kind, namespace = "", name } }) =>
    kind === "Gateway" ? (view.get(kind, namespace, name) ?? []) : [],
  );
  const ofService = services.flatMap((service) => {
    const key = nameKey(service.meta.namespace, service.meta.name);
    const routes = [
      ...view.indexed("Ingress", "service", key),
      ...routeKinds.flatMap((kind) => [...view.indexed(kind, "service", key)]),
      ...view.indexed("TargetGroupConfiguration", "service", key),
    ];
    return [
      ...ownKeyProblemsOf(service.meta, "service"),
      ...bindingsOf(service, view).flatMap(({ meta }) => ownKeyProblemsOf(meta, "binding")),
      ...routes.flatMap(({ meta }) => ownKeyProblemsOf(meta, "route")),
    ];
  });
  return [...ofService, ...gateways.flatMap(({ meta }) => ownKeyProblemsOf(meta, "route"))];
}

import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { nameKey } from "#kubernetes/view/index-keys.ts";
import { kindsIndexedBy, routeKinds } from "#load-balancers/route-kinds/route-kinds.ts";
import { type PodLike, servicesSelecting } from "#load-balancers/services-selecting.ts";
import type { Problem } from "#model/findings/problem.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import { ownKeyProblemsOf } from "#workloads/own-keys.ts";

const leadingToServices = kindsIndexedBy("service");

/** Keys of ours that nothing reads on the Services that select a Pod, and on the routes and bindings that lead to these. */
export function keyProblemsInFront(pod: PodLike, targetGroups: readonly TargetGroup[], view: ClusterView): readonly Problem[] {
  const services = servicesSelecting(pod, view);
  const gateways = targetGroups.flatMap(({ origin: { kind, namespace = "", name } }) =>
    kind === "Gateway" ? (view.get(kind, namespace, name) ?? []) : [],
  );
  const ofService = services.flatMap((service) => {
    const key = nameKey(service.meta.namespace, service.meta.name);
    const inFront = leadingToServices.flatMap((kind) => view.indexed(kind, "service", key).map((object) => ({ kind, object })));
    return [
      ...ownKeyProblemsOf(service.meta, routeKinds.Service.holds),
      ...inFront
        .filter(({ object }) => !object.meta.deleting)
        .flatMap(({ kind, object }) => ownKeyProblemsOf(object.meta, routeKinds[kind].holds)),
    ];
  });
  return [...ofService, ...gateways.flatMap(({ meta }) => ownKeyProblemsOf(meta, routeKinds.Gateway.holds))];
}

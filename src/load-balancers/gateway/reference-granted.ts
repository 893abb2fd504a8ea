import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import type { BackendRef, Route } from "#model/load-balancers/gateway.ts";

/** A backend in another namespace needs a ReferenceGrant there, from the route's kind and namespace to the backend's kind. */
export function referenceGranted(route: Route, backend: BackendRef, view: ClusterView): boolean {
  if (backend.namespace === route.meta.namespace) return true;
  const toGroup = backend.kind === "Gateway" ? gatewayGroup : "";
  const to = (name: string | null): string => JSON.stringify([toGroup, backend.kind, name]);
  const granted = grantedTo(route, backend.namespace, view);
  return granted.has(to(null)) || granted.has(to(backend.name));
}

/** What the grants in a namespace open to routes of this kind and namespace: each as group, kind and name, which may be any. */
function grantedTo({ kind, meta }: Route, namespace: string, view: ClusterView): ReadonlySet<string> {
  return view.memoize(grantedTo, JSON.stringify([kind, meta.namespace, namespace]), () => {
    const grants = view
      .indexed("ReferenceGrant", "namespace", namespace)
      .filter(({ from }) =>
        from.some((each) => each.group === gatewayGroup && each.kind === kind && each.namespace === meta.namespace),
      );
    return new Set(grants.flatMap((grant) => grant.to.map((to) => JSON.stringify([to.group, to.kind, to.name ?? null]))));
  });
}

const gatewayGroup = "gateway.networking.k8s.io";

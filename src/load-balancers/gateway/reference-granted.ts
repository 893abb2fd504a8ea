import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import type { BackendRef, Route } from "#model/load-balancers/gateway.ts";

/** A backend in another namespace needs a ReferenceGrant there, from the route's kind and namespace to the backend's kind. */
export function referenceGranted(route: Route, backend: BackendRef, view: ClusterView): boolean {
  if (backend.namespace === route.meta.namespace) return true;
  const toGroup = backend.kind === "Gateway" ? gatewayGroup : "";
  return view
    .indexed("ReferenceGrant", "namespace", backend.namespace)
    .some(
      (grant) =>
        grant.from.some(
          (from) => from.group === gatewayGroup && from.kind === route.kind && from.namespace === route.meta.namespace,
        ) &&
        grant.to.some(
          (to) => to.group === toGroup && to.kind === backend.kind && (to.name === undefined || to.name === backend.name),
        ),
    );
}

const gatewayGroup = "gateway.networking.k8s.io";

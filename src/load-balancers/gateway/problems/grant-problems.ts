import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { nameKey } from "#kubernetes/view/index-keys.ts";
import { usableBackend } from "#load-balancers/gateway/usable-backend.ts";
import type { RouteContext } from "#load-balancers/route-kinds/route-kind.ts";
import type { Problem } from "#model/findings/problem.ts";
import { type BackendRef, type ReferenceGrant, type Route, routeKinds } from "#model/load-balancers/gateway.ts";

export interface RouteNeedingGrant {
  readonly route: Route;
  /** Those in the namespace of the grant. */
  readonly backends: readonly BackendRef[];
  /** `namespace/name` of those that are Services. */
  readonly services: readonly string[];
}

/** The routes that may send to the namespace of the grant only because it or another one there says so; no others are looked at. */
export const routesNeedingGrant = ({ meta, from }: ReferenceGrant, view: ClusterView): readonly RouteNeedingGrant[] =>
  routeKinds
    .flatMap((kind) => {
      const named = new Set(from.filter((each) => each.kind === kind).map(({ namespace }) => namespace));
      return view.indexed(kind, "foreignNamespace", meta.namespace, { from: (namespace) => named.has(namespace) });
    })
    .map((route) => {
      const all = route.rules.flatMap(({ backends }) => backends);
      const backends = all.filter(({ namespace }) => namespace === meta.namespace);
      const services = backends.filter(({ kind }) => kind === "Service").map(({ name }) => nameKey(meta.namespace, name));
      return { route, backends, services };
    });

/** Backends that no grant of the namespace opens: asked of a grant as it was before a change, they are those that it no longer does. */
export const grantProblems = (grant: ReferenceGrant, { view }: RouteContext): readonly Problem[] =>
  routesNeedingGrant(grant, view).flatMap(({ route, backends }) =>
    backends.flatMap((backend) => {
      const usable = usableBackend(route, backend, view);
      return usable.problem?.id === "gateway-backend-ref-not-permitted" ? [usable.problem] : [];
    }),
  );

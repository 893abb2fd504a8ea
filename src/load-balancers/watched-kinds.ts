import { clusterKinds } from "#kubernetes/view/cluster-kinds.ts";
import { type KindRegistry, kindFinder } from "#kubernetes/view/kind-registry.ts";
import { routeKinds } from "./route-kinds/route-kinds.ts";

/** Every kind that is read from a cluster or from manifests. */
export const watchedKinds = { ...clusterKinds, ...routeKinds } satisfies KindRegistry;

export const watchedKindOf = kindFinder(watchedKinds);

import { serviceSelects } from "#kubernetes/objects/label-match.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { labelKeys } from "#kubernetes/view/index-keys.ts";
import type { Service } from "#model/load-balancers/routing.ts";

/** A Pod as far as routes are concerned. */
export interface PodLike {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The Services whose selector matches, in the order of their names. */
export function servicesSelecting(pod: PodLike, view: ClusterView): readonly Service[] {
  const candidates = labelKeys(pod.namespace, pod.labels).flatMap((key) => view.indexed("Service", "selector", key));
  return [...new Set(candidates)]
    .filter((service) => serviceSelects(service.selector, pod.labels))
    .sort((a, b) => (a.meta.name < b.meta.name ? -1 : 1));
}

import { serviceSelects } from "#kubernetes/objects/label-match.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { labelKeys } from "#kubernetes/view/index-keys.ts";
import type { Service } from "#model/load-balancers/routing.ts";
import { selection } from "./selection.ts";

/** A Pod as far as routes are concerned. */
export interface PodLike {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The Services whose selector matches, in the order of their names. */
export const servicesSelecting = (pod: PodLike, view: ClusterView): readonly Service[] =>
  candidates(pod, view).filter((service) => serviceSelects(service.selector, pod.labels));

export interface SelectedAtRunTime {
  readonly service: Service;
  /** `label=value` of those that have to be set first. */
  readonly labels: readonly string[];
}

/** Those whose selector will match once labels are set that no template sets. */
export const servicesSelectingAtRunTime = (pod: PodLike, view: ClusterView): readonly SelectedAtRunTime[] =>
  candidates(pod, view).flatMap((service) => {
    const found = selection(service, pod.labels, view);
    return found.how === "at-run-time" ? [{ service, labels: found.labels }] : [];
  });

function candidates(pod: PodLike, view: ClusterView): readonly Service[] {
  const keys = labelKeys(pod.namespace, pod.labels);
  view.spend(keys.length);
  const found = keys.flatMap((key) => view.indexed("Service", "selector", key));
  return [...new Set(found)].sort((a, b) => (a.meta.name < b.meta.name ? -1 : 1));
}

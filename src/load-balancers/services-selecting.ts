import { serviceSelects } from "#kubernetes/objects/label-match.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { labelKeys } from "#kubernetes/view/index-keys.ts";
import type { Service } from "#model/load-balancers/routing.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { type MadeByRollout, rolloutOf } from "./argo/rollout-of.ts";
import { selection } from "./selection.ts";

/** A Pod as far as routes are concerned. */
export interface PodLike {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The Argo Rollout that makes it. */
  readonly rollout?: MadeByRollout | undefined;
}

/** The Pods of a workload, or a Pod itself. */
export const podLike = (workload: Workload, view: ClusterView): PodLike => ({
  namespace: workload.ref.namespace ?? "",
  labels: workload.podLabels,
  rollout: rolloutOf(workload, view),
});

/** The Services that select the Pod, or do while its revision is the one in use, in the order of their names. */
export const servicesSelecting = (pod: PodLike, view: ClusterView): readonly Service[] =>
  candidates(pod, view).filter((service) => selection(service, pod, view).how === "selected");

/** Those whose selector matches as it stands, as a controller sees it at this moment. */
export const servicesSelectingNow = (pod: PodLike, view: ClusterView): readonly Service[] =>
  candidates(pod, view).filter((service) => serviceSelects(service.selector, pod.labels));

export interface SelectedAtRunTime {
  readonly service: Service;
  /** `label=value` of those that have to be set first. */
  readonly labels: readonly string[];
}

/** Those whose selector will match once labels are set that no template sets. */
export const servicesSelectingAtRunTime = (pod: PodLike, view: ClusterView): readonly SelectedAtRunTime[] =>
  candidates(pod, view).flatMap((service) => {
    const found = selection(service, pod, view);
    return found.how === "at-run-time" ? [{ service, labels: found.labels }] : [];
  });

function candidates(pod: PodLike, view: ClusterView): readonly Service[] {
  const keys = labelKeys(pod.namespace, pod.labels);
  view.spend(keys.length);
  const found = keys.flatMap((key) => view.indexed("Service", "selector", key));
  const named = (pod.rollout?.services ?? []).flatMap(({ name }) => view.get("Service", pod.namespace, name) ?? []);
  return [...new Set([...found, ...named])].sort((a, b) => (a.meta.name < b.meta.name ? -1 : 1));
}

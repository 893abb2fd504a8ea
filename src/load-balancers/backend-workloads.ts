/** From a route to the Pods behind it: the other way round of target-groups.ts. */

import { serviceSelects } from "#kubernetes/objects/label-match.ts";
import { podMakers } from "#kubernetes/objects/read-workload.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { selectedUnder, selectorKeys } from "#kubernetes/view/index-keys.ts";
import type { Service } from "#model/load-balancers/routing.ts";
import type { RunningPod } from "#model/workloads/running-pod.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { selection } from "./selection.ts";

export interface Behind {
  /** Those that nobody else makes: a ReplicaSet under a Deployment is not among them. */
  readonly workloads: readonly Workload[];
  readonly pods: readonly RunningPod[];
}

export const backendWorkloads = (services: readonly Service[], view: ClusterView): Behind => ({
  workloads: distinct(services.flatMap((service) => workloadsOf(service, view))),
  pods: distinct(services.flatMap((service) => podsOf(service, view))),
});

const workloadsOf = (service: Service, view: ClusterView): readonly Workload[] =>
  templatesSelected(service, view).filter(({ controller }) => controller === undefined);

/** Whatever makes Pods that the Service selects, or will select at run time; a ReplicaSet under a Deployment is among them. */
export function templatesSelected(service: Service, view: ClusterView): readonly Workload[] {
  const { namespace } = service.meta;
  const keys = new Set([...selectorKeys(namespace, service.selector), ...selectedUnder(namespace, service.selector)]);
  const candidates = [...keys].flatMap((key) =>
    podMakers.flatMap((kind): readonly Workload[] => view.indexed(kind, "label", key)),
  );
  return candidates.filter(({ podLabels }) => selection(service, podLabels, view).how !== "none");
}

export function podsOf({ meta, selector }: Service, view: ClusterView): readonly RunningPod[] {
  const candidates = selectedUnder(meta.namespace, selector).flatMap((key) => view.indexed("Pod", "label", key));
  return candidates.filter((pod) => !pod.finished && serviceSelects(selector, pod.meta.labels));
}

const distinct = <T>(objects: readonly T[]): readonly T[] => [...new Set(objects)];

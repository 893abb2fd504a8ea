/** From a route to the Pods behind it: the other way round of target-groups.ts. */

import { serviceSelects } from "#kubernetes/objects/label-match.ts";
import { podMakers } from "#kubernetes/objects/read-workload.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { nameKey, selectedUnder, selectorKeys } from "#kubernetes/view/index-keys.ts";
import type { Service } from "#model/load-balancers/routing.ts";
import type { RunningPod } from "#model/workloads/running-pod.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { rolloutOf } from "./argo/rollout-of.ts";
import { isSwitched, selectedInTurn } from "./argo/switched-selector.ts";
import { selection } from "./selection.ts";
import { type PodLike, podLike } from "./services-selecting.ts";

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
  return distinct([...candidates, ...rolloutsNaming(service, view)]).filter(
    (workload) => selection(service, podLike(workload, view), view).how !== "none",
  );
}

/** Of every revision, where Argo Rollouts switches the Service. */
export function podsOf(service: Service, view: ClusterView): readonly RunningPod[] {
  const { namespace } = service.meta;
  const rollouts = rolloutsNaming(service, view);
  const keys = new Set([
    ...selectedUnder(namespace, service.selector),
    ...rollouts.flatMap(({ podLabels }) => selectedUnder(namespace, podLabels)),
  ]);
  const candidates = distinct([...keys].flatMap((key) => view.indexed("Pod", "label", key)));
  const switched = rollouts.length > 0 || isSwitched(service);
  return candidates.filter(
    (pod) =>
      !pod.finished &&
      (serviceSelects(service.selector, pod.meta.labels) || (switched && selectedInTurn(service, runningPod(pod, view), view))),
  );
}

const rolloutsNaming = ({ meta }: Service, view: ClusterView): readonly Workload[] =>
  view.indexed("Rollout", "service", nameKey(meta.namespace, meta.name));

function runningPod({ meta, workload }: RunningPod, view: ClusterView): PodLike {
  const rollout = workload.kind === "Rollout" ? view.get("Rollout", meta.namespace, workload.name) : undefined;
  return { namespace: meta.namespace, labels: meta.labels, rollout: rollout && rolloutOf(rollout, view) };
}

const distinct = <T>(objects: readonly T[]): readonly T[] => [...new Set(objects)];

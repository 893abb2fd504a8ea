import { podMakers } from "#kubernetes/objects/read-workload.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import type { Service } from "#model/load-balancers/routing.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import { podsOf, templatesSelected } from "./backend-workloads.ts";
import { selection } from "./selection.ts";
import { podLike } from "./services-selecting.ts";
import { targetGroupsOfServices } from "./target-groups.ts";

/**
 * A Service that has target groups and selects no template as it stands: a typing error, or a label that is set or switched elsewhere.
 * Only said where the namespace has workloads at all, because routes and workloads are often described in different places.
 */
export function unmatchedSelector(service: Service, view: ClusterView, flags: ControllerFlags): readonly Problem[] {
  const { meta, selector } = service;
  const wanted = Object.entries(selector).map(([label, value]) => `${label}=${value}`);
  if (wanted.length === 0 || !podMakers.some((kind) => view.filed(kind, "namespace", meta.namespace) > 0)) return [];
  const found = templatesSelected(service, view).map((workload) => selection(service, podLike(workload, view), view));
  if (found.some(({ how }) => how === "selected") || podsOf(service, view).length > 0) return [];
  // Last, because building target groups takes longest.
  if (targetGroupsOfServices([service], view, flags).targetGroups.length === 0) return [];
  const later = found.find((each) => each.how === "at-run-time");
  return later === undefined
    ? [problem("service-selects-nothing", refOf(meta), "spec.selector", { selector: wanted.join(", ") })]
    : [problem("service-selects-at-run-time", refOf(meta), "spec.selector", { labels: later.labels.join(", ") })];
}

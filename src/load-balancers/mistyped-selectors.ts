import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import type { Problem } from "#model/findings/problem.ts";
import type { Service } from "#model/load-balancers/routing.ts";
import { editDistance } from "#model/reports/edit-distance.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import type { PodLike } from "./services-selecting.ts";
import { unmatchedSelector } from "./unmatched-selector.ts";

/** Two letters more, less or other in the value of a label are taken for a mistake. */
const mostEdits = 2;

/** What the API server accepts as a value; files may hold anything. */
const longestValue = 63;

/** About routed Services of the namespace that select nothing, and were meant for Pods with these labels as it seems. */
export const mistypedSelectors = (pod: PodLike, view: ClusterView, flags: ControllerFlags): readonly Problem[] =>
  unmatchedIn(pod.namespace, view, flags)
    .filter(({ service }) => nearlySelects(service, pod))
    .flatMap(({ problems }) => problems);

interface Unmatched {
  readonly service: Service;
  readonly problems: readonly Problem[];
}

const unmatchedIn = (namespace: string, view: ClusterView, flags: ControllerFlags): readonly Unmatched[] =>
  view.memoize(unmatchedIn, namespace, () =>
    (servicesByNamespace(view).get(namespace) ?? [])
      .map((service) => ({ service, problems: unmatchedSelector(service, view, flags) }))
      .filter(({ problems }) => problems.length > 0),
  );

const servicesByNamespace = (view: ClusterView): ReadonlyMap<string, readonly Service[]> =>
  view.memoize(servicesByNamespace, "", () => Map.groupBy(view.list("Service"), ({ meta }) => meta.namespace));

/** Every label of the selector is there, and some with a value that differs little. */
function nearlySelects({ selector }: Service, { labels }: PodLike): boolean {
  const distances = Object.entries(selector).map(([name, value]) =>
    Object.hasOwn(labels, name) ? distanceOf(value, labels[name] ?? "") : Number.POSITIVE_INFINITY,
  );
  const edits = distances.reduce((sum, distance) => sum + distance, 0);
  return edits > 0 && edits <= mostEdits;
}

const distanceOf = (a: string, b: string): number =>
  a.length > longestValue || b.length > longestValue ? Number.POSITIVE_INFINITY : editDistance(a, b);

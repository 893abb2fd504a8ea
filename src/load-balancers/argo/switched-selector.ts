/**
 * Services whose selectors Argo Rollouts switches from revision to revision. The Pods of a new revision are created before the Service
 * selects them, and leave it before they are deleted: they belong to it whatever its selector says at the moment.
 */

import { hasLabels } from "#kubernetes/objects/label-match.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { nameKey, revisionLabel } from "#kubernetes/view/index-keys.ts";
import type { PodLike } from "#load-balancers/services-selecting.ts";
import type { Service } from "#model/load-balancers/routing.ts";

type Labels = Readonly<Record<string, string>>;

export const isSwitched = ({ selector }: Service): boolean => Object.hasOwn(selector, revisionLabel);

/** The part of a selector that people write. */
export const lastingSelector = (selector: Labels): Labels =>
  !Object.hasOwn(selector, revisionLabel)
    ? selector
    : Object.fromEntries(Object.entries(selector).filter(([label]) => label !== revisionLabel));

/** Whether the Service selects the Pod while its revision is the one in use. */
export function selectedInTurn(service: Service, { labels, rollout }: PodLike, view: ClusterView): boolean {
  const lasting = lastingSelector(service.selector);
  if (!hasLabels(lasting, labels)) return false;
  if (rollout?.services.some(({ name }) => name === service.meta.name) === true) return true;
  if (!isSwitched(service) || Object.keys(lasting).length === 0) return false;
  const ofRollout = rollout !== undefined || Object.hasOwn(labels, revisionLabel);
  return ofRollout && view.indexed("Rollout", "service", nameKey(service.meta.namespace, service.meta.name)).length === 0;
}

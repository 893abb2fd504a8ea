import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import type { StoredKind } from "#kubernetes/view/kind-registry.ts";
import type { Kind, ObjectsByKind } from "#kubernetes/view/kinds.ts";
import type { DerivedTargetGroups } from "#load-balancers/derived-target-group.ts";
import type { Problem } from "#model/findings/problem.ts";
import type { Service } from "#model/load-balancers/routing.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import type { KeyHolder } from "#model/settings/key-places.ts";

export interface RouteContext {
  readonly view: ClusterView;
  readonly flags: ControllerFlags;
  /** What is wrong with all that leads to the Service, by the `refId` of the object that has it; given, because it asks every kind of route in turn. */
  readonly problemsInFront: (service: Service) => ReadonlyMap<string, readonly Problem[]>;
}

/**
 * Everything that is known about a kind whose change can alter the target groups in front of Pods. Webhook rules, permissions, metric
 * labels and docs follow from this: every such kind is watched, and reviewed on CREATE and UPDATE.
 */
export interface RouteKind<K extends Kind> extends StoredKind<K> {
  /** What of `outlive.dev/` can stand on it. */
  readonly holds: KeyHolder;
  /** `namespace/name` of the Services that it leads to, whether or not they exist. An Ingress of a group is followed alone. */
  readonly backends: (object: ObjectsByKind[K], view: ClusterView) => readonly string[];
  /** What its controller would refuse, ignore or do to somebody's surprise. */
  readonly problems: (object: ObjectsByKind[K], context: RouteContext) => readonly Problem[];
  /** The target groups that objects of this kind put Services into; kinds that are built together share one function. */
  readonly targetGroups?: TargetGroupSource;
}

export type TargetGroupSource = (services: readonly Service[], view: ClusterView, flags: ControllerFlags) => DerivedTargetGroups;

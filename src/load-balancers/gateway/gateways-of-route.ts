import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import type { Gateway, ParentRef, Route } from "#model/load-balancers/gateway.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import { type OwnedGateway, ownedGateway } from "./gateway-ownership.ts";

export interface GatewaysOfRoute {
  readonly owned: readonly OwnedGateway[];
  readonly problems: readonly Problem[];
}

/** The Gateways that the route asks to attach to, itself or through a ListenerSet, and that the AWS controller owns. */
export function gatewaysOfRoute(route: Route, view: ClusterView, flags: ControllerFlags): GatewaysOfRoute {
  const gateways = new Set(route.parents.flatMap((parent) => gatewayBehind(parent, view)));
  const unknownClass = [...gateways].filter((gateway) => view.get("GatewayClass", "", gateway.className) === undefined);
  return {
    owned: [...gateways].flatMap((gateway) => ownedGateway(gateway, view, flags) ?? []),
    problems: unknownClass.map(classMissing),
  };
}

export const classMissing = ({ meta, className }: Gateway): Problem =>
  problem("gateway-class-missing", refOf(meta), "spec.gatewayClassName", { class: className });

function gatewayBehind(parent: ParentRef, view: ClusterView): readonly Gateway[] {
  const { kind, namespace, name } = parent;
  if (kind === "Gateway") return found(view.get("Gateway", namespace, name));
  if (kind !== "ListenerSet") return [];
  const set = view.get("ListenerSet", namespace, name);
  return set === undefined || set.parent.kind !== "Gateway"
    ? []
    : found(view.get("Gateway", set.parent.namespace, set.parent.name));
}

const found = <T>(value: T | undefined): readonly T[] => (value === undefined ? [] : [value]);

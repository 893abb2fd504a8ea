import { refOf } from "#model/kubernetes/object-meta.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import type { Route } from "#model/load-balancers/gateway.ts";
import type { RouteConfiguration, TargetGroupConfiguration } from "#model/load-balancers/gateway-configuration.ts";
import { mergeProps, type SourcedProps, sourcedProps } from "./sourced-props.ts";

/** A TargetGroupConfiguration, or the merge of the default ones of a GatewayClass and a Gateway. */
export interface PropsByRoute {
  readonly defaults: SourcedProps;
  readonly object: ObjectRef;
  readonly routes: readonly RouteConfiguration[];
}

export type RouteIdentity = Pick<Route, "kind"> & { readonly meta: Pick<Route["meta"], "namespace" | "name"> };

export const propsOf = (configuration: TargetGroupConfiguration): PropsByRoute => ({
  defaults: sourcedProps(refOf(configuration.meta), configuration.defaults),
  object: refOf(configuration.meta),
  routes: configuration.routes,
});

/** The one best entry for the route, laid over the default properties. */
export function propsForRoute(properties: PropsByRoute, route: RouteIdentity): SourcedProps {
  const entry = bestEntry(properties.routes, route);
  return entry === undefined
    ? properties.defaults
    : mergeProps(sourcedProps(properties.object, entry.props), properties.defaults);
}

/** An entry that names exactly this route beats one for its namespace, which beats one for its kind; of equals the first is taken. */
function bestEntry(entries: readonly RouteConfiguration[], { kind, meta }: RouteIdentity): RouteConfiguration | undefined {
  const ofKind = entries.filter((entry) => entry.kind === kind);
  return (
    ofKind.find((entry) => entry.namespace === meta.namespace && entry.name === meta.name) ??
    ofKind.find((entry) => entry.namespace === meta.namespace && entry.name === "") ??
    ofKind.find((entry) => entry.namespace === "" && entry.name === "")
  );
}

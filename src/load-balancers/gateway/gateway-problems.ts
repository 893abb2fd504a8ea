import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { nameKey, type ObjectsByKind } from "#kubernetes/view/indexes.ts";
import { sourcedAttributeProblems } from "#load-balancers/attributes/effective-attributes.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import { printRef, sameObject } from "#model/kubernetes/refs.ts";
import type { Gateway, GatewayClass, ListenerSet, Route, RouteKind } from "#model/load-balancers/gateway.ts";
import type {
  LoadBalancerConfiguration,
  TargetGroupConfiguration,
  TargetGroupProps,
} from "#model/load-balancers/gateway-configuration.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import { annotationsIgnored } from "./annotations-ignored.ts";
import { type BuiltGateway, builtGateway } from "./built-gateway.ts";
import { configurationOfClass, defaultsOf } from "./gateway-configuration.ts";
import { gatewayListeners } from "./gateway-listeners.ts";
import { ownedGateway } from "./gateway-ownership.ts";
import { gatewayBlocked } from "./gateway-reconcile-blocked.ts";
import { routesOnGateways } from "./gateway-target-groups.ts";
import { classMissing } from "./gateways-of-route.ts";
import { routesOn } from "./older-route.ts";
import { routeOnGateway } from "./route-on-gateway.ts";
import { sourcedAttributes } from "./sourced-props.ts";

export type GatewayKind =
  | "GatewayClass"
  | "Gateway"
  | "ListenerSet"
  | "ReferenceGrant"
  | "TargetGroupConfiguration"
  | "LoadBalancerConfiguration"
  | RouteKind;

type Handler<T> = (object: T, view: ClusterView, flags: ControllerFlags) => readonly Problem[];

/** Everything that is wrong with one object of the Gateway API or of `gateway.k8s.aws`, and with what it stops. */
export function gatewayProblems<K extends GatewayKind>(
  kind: K,
  object: ObjectsByKind[K],
  view: ClusterView,
  flags: ControllerFlags,
): readonly Problem[] {
  const handler: Handler<ObjectsByKind[K]> = handlers[kind];
  return handler(object, view, flags);
}

const handlers: { readonly [K in GatewayKind]: Handler<ObjectsByKind[K]> } = {
  GatewayClass: problemsOfClass,
  Gateway: problemsOfGateway,
  ListenerSet: problemsOfListenerSet,
  ReferenceGrant: () => [],
  TargetGroupConfiguration: problemsOfTargetGroupConfiguration,
  LoadBalancerConfiguration: problemsOfLoadBalancerConfiguration,
  HTTPRoute: problemsOfRoute,
  GRPCRoute: problemsOfRoute,
  TCPRoute: problemsOfRoute,
  UDPRoute: problemsOfRoute,
  TLSRoute: problemsOfRoute,
};

function problemsOfClass(gatewayClass: GatewayClass, view: ClusterView): readonly Problem[] {
  const owned = ["gateway.k8s.aws/alb", "gateway.k8s.aws/nlb"].includes(gatewayClass.controllerName);
  const reading = configurationOfClass(gatewayClass, view);
  return owned && !reading.ok ? [reading.problem] : [];
}

/** Costs a look at every route of its Gateways, because one that cannot be built stops the others. */
function problemsOfRoute(route: Route, view: ClusterView, flags: ControllerFlags): readonly Problem[] {
  const { built, problems } = routesOnGateways([route], view, flags);
  const blocked = built.flatMap((gateway) => blockersOf(gateway.built, route, view, flags));
  const ignored = built.length === 0 ? [] : annotationsIgnored(route.meta);
  return [...problems, ...ignored, ...blocked];
}

/** The first of them: once it is mended the next is told, and hundreds of routes that stop one another need not all be. */
function blockersOf(built: BuiltGateway, route: Route, view: ClusterView, flags: ControllerFlags): readonly Problem[] {
  const { meta } = built.owned.gateway;
  const own = refOf(route.meta);
  const other = unbuildableOn(built, view, flags).find((each) => !sameObject(refOf(each.meta), own));
  if (other === undefined) return [];
  return [
    problem("gateway-reconcile-blocked", own, "spec.parentRefs", { gateway: meta.name, because: printRef(refOf(other.meta)) }),
  ];
}

/** RetainedAttribute, because every route of the Gateway asks. */
function unbuildableOn(built: BuiltGateway, view: ClusterView, flags: ControllerFlags): readonly Route[] {
  const key = JSON.stringify([refOf(built.owned.gateway.meta), flags]);
  return view.memoize(unbuildableOn, key, () =>
    routesOn(built, view).filter((route) =>
      routeOnGateway(route, built, view, flags).problems.some(({ severity }) => severity === "error"),
    ),
  );
}

function problemsOfGateway(gateway: Gateway, view: ClusterView, flags: ControllerFlags): readonly Problem[] {
  if (view.get("GatewayClass", "", gateway.className) === undefined) return [classMissing(gateway)];
  const owned = ownedGateway(gateway, view, flags);
  if (owned === undefined) return [];
  const built = builtGateway(owned, view, flags);
  const routes = routesOn(built, view).map((route) => routeOnGateway(route, built, view, flags));
  const problems = [...built.problems, ...routes.flatMap((route) => route.problems)];
  return [...problems, ...annotationsIgnored(gateway.meta), ...gatewayBlocked(owned, problems)];
}

function problemsOfListenerSet(set: ListenerSet, view: ClusterView, flags: ControllerFlags): readonly Problem[] {
  const gateway = set.parent.kind === "Gateway" ? view.get("Gateway", set.parent.namespace, set.parent.name) : undefined;
  const owned = gateway && ownedGateway(gateway, view, flags);
  if (owned === undefined) return [];
  return gatewayListeners(owned, view, flags).problems.filter(({ object }) => sameObject(object, refOf(set.meta)));
}

function problemsOfTargetGroupConfiguration(configuration: TargetGroupConfiguration, view: ClusterView): readonly Problem[] {
  const { meta, target, defaults, routes } = configuration;
  const ref = refOf(meta);
  const attributes = [defaults, ...routes.map(({ props }) => props)].flatMap((props: TargetGroupProps) =>
    sourcedAttributeProblems(sourcedAttributes(ref, `${props.field}.targetGroupAttributes`, props.attributes)),
  );
  const usedAsDefault = view.indexed("LoadBalancerConfiguration", "defaults", nameKey(meta.namespace, meta.name));
  const misused = target === undefined ? [] : usedAsDefault.flatMap((by) => problemsOfDefault(by, view));
  return [...attributes, ...misused, ...severalFor(configuration, view)];
}

function severalFor({ meta, target }: TargetGroupConfiguration, view: ClusterView): readonly Problem[] {
  if (target?.kind !== "Service") return [];
  const [used, ...others] = view.indexed("TargetGroupConfiguration", "service", nameKey(meta.namespace, target.name));
  if (used === undefined || others.length === 0) return [];
  const details = { service: target.name, used: used.meta.name, others: others.map((other) => other.meta.name).join(", ") };
  return [problem("gateway-configuration-ambiguous", refOf(meta), "spec.targetReference", details)];
}

function problemsOfLoadBalancerConfiguration(configuration: LoadBalancerConfiguration, view: ClusterView): readonly Problem[] {
  const ref = refOf(configuration.meta);
  const own = sourcedAttributeProblems(sourcedAttributes(ref, "spec.loadBalancerAttributes", configuration.attributes));
  const listeners = configuration.listeners.flatMap(({ field, attributes }) =>
    sourcedAttributeProblems(sourcedAttributes(ref, `${field}.listenerAttributes`, attributes)),
  );
  return [...own, ...listeners, ...problemsOfDefault(configuration, view)];
}

function problemsOfDefault(configuration: LoadBalancerConfiguration, view: ClusterView): readonly Problem[] {
  const reading = defaultsOf(configuration, view);
  return reading.ok ? [] : [reading.problem];
}

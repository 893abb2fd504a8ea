/** What is wrong with one route, class or configuration: what its controller would refuse, ignore or do to somebody's surprise. */

import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { nameKey, type ObjectsByKind } from "#kubernetes/view/indexes.ts";
import type { Problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import { type ObjectRef, sameObject } from "#model/kubernetes/refs.ts";
import type { Ingress, IngressClass, IngressClassParams, Service, TargetGroupBinding } from "#model/load-balancers/routing.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import type { KeyHolder } from "#model/settings/key-places.ts";
import { ownKeyProblemsOf } from "#workloads/own-keys.ts";
import type { RouteSourceKind } from "./backend-services.ts";
import { bindingProblems } from "./binding/binding-problems.ts";
import { gatewayProblems } from "./gateway/gateway-problems.ts";
import { groupsOf } from "./ingress/ingress-target-groups.ts";
import { ownershipOf } from "./ingress/ownership.ts";
import { serviceProblems } from "./service/nlb-target-groups.ts";
import { distinctProblems, targetGroupsOfServices } from "./target-groups.ts";

/** The object is judged as the view holds it; put an {@link import("#kubernetes/view/overlay.ts").overlay} over the view to evaluate a change. */
export function routeProblems<K extends RouteSourceKind>(
  kind: K,
  object: ObjectsByKind[K],
  view: ClusterView,
  flags: ControllerFlags,
): readonly Problem[] {
  return distinctProblems([...handlers[kind](object, view, flags), ...ownKeyProblemsOf(object.meta, holders[kind])]);
}

const holders: Readonly<Record<RouteSourceKind, KeyHolder>> = {
  Ingress: "route",
  IngressClass: "other",
  IngressClassParams: "other",
  EksIngressClassParams: "other",
  Service: "service",
  TargetGroupBinding: "binding",
  EksTargetGroupBinding: "binding",
  TargetGroupConfiguration: "route",
  LoadBalancerConfiguration: "other",
  Gateway: "route",
  HTTPRoute: "route",
  GRPCRoute: "route",
  TCPRoute: "route",
  UDPRoute: "route",
  TLSRoute: "route",
};

type Handler<T> = (object: T, view: ClusterView, flags: ControllerFlags) => readonly Problem[];

const handlers: { readonly [K in RouteSourceKind]: Handler<ObjectsByKind[K]> } = {
  Ingress: ofIngress,
  IngressClass: ofIngressClass,
  IngressClassParams: ofIngressClassParams,
  EksIngressClassParams: ofIngressClassParams,
  Service: ofService,
  TargetGroupBinding: ofBinding,
  EksTargetGroupBinding: ofBinding,
  TargetGroupConfiguration: (object, view, flags) => gatewayProblems("TargetGroupConfiguration", object, view, flags),
  LoadBalancerConfiguration: (object, view, flags) => gatewayProblems("LoadBalancerConfiguration", object, view, flags),
  Gateway: (object, view, flags) => gatewayProblems("Gateway", object, view, flags),
  HTTPRoute: (object, view, flags) => gatewayProblems("HTTPRoute", object, view, flags),
  GRPCRoute: (object, view, flags) => gatewayProblems("GRPCRoute", object, view, flags),
  TCPRoute: (object, view, flags) => gatewayProblems("TCPRoute", object, view, flags),
  UDPRoute: (object, view, flags) => gatewayProblems("UDPRoute", object, view, flags),
  TLSRoute: (object, view, flags) => gatewayProblems("TLSRoute", object, view, flags),
};

const about =
  (...objects: readonly ObjectRef[]) =>
  (found: Problem): boolean =>
    objects.some((object) => sameObject(object, found.object));

/** Its own, and those of the Services that it names, whose annotations it is built from. */
function ofIngress(ingress: Ingress, view: ClusterView, flags: ControllerFlags): readonly Problem[] {
  const { built, problems } = groupsOf([ingress], view, flags);
  const own = about(refOf(ingress.meta));
  const services = new Set(
    built.flatMap(({ targetGroups }) =>
      targetGroups
        .filter(({ origin }) => sameObject(origin, refOf(ingress.meta)))
        .map(({ namespace, service }) => nameKey(namespace, service)),
    ),
  );
  const ofItsServices = ({ object }: Problem): boolean =>
    object.kind === "Service" && services.has(nameKey(object.namespace ?? "", object.name));
  return [...problems, ...built.flatMap((group) => group.problems).filter((found) => own(found) || ofItsServices(found))];
}

function ofService(service: Service, view: ClusterView, flags: ControllerFlags): readonly Problem[] {
  const own = about(refOf(service.meta));
  const { problems } = targetGroupsOfServices([service], view, flags);
  return [...serviceProblems(service, view, flags), ...problems.filter(own)];
}

function ofBinding(binding: TargetGroupBinding, view: ClusterView, flags: ControllerFlags): readonly Problem[] {
  const service = view.get("Service", binding.meta.namespace, binding.service.name);
  const ofTargetGroup = service === undefined ? [] : targetGroupsOfServices([service], view, flags).problems;
  return [...bindingProblems(binding, view), ...ofTargetGroup.filter(about(refOf(binding.meta)))];
}

/** What the class does to the Ingresses that name it. */
function ofIngressClass({ meta }: IngressClass, view: ClusterView, flags: ControllerFlags): readonly Problem[] {
  return view.indexed("Ingress", "class", meta.name).flatMap((ingress) => {
    const owned = ownershipOf(ingress, view, flags);
    return owned.managed === "refused" ? owned.problems : [];
  });
}

function ofIngressClassParams(params: IngressClassParams, view: ClusterView, flags: ControllerFlags): readonly Problem[] {
  const classes = view.list("IngressClass").filter(({ parameters }) => parameters?.name === params.meta.name);
  const ingresses = classes.flatMap(({ meta }) => view.indexed("Ingress", "class", meta.name));
  const { built, problems } = groupsOf(ingresses, view, flags);
  const errors = built.flatMap((group) => group.problems).filter(({ severity }) => severity === "error");
  return [...problems, ...errors];
}

import type { LabelSelector } from "#model/kubernetes/label-selector.ts";
import type { ObjectMeta } from "#model/kubernetes/object-meta.ts";

/** Kinds of route that the AWS Load Balancer Controller follows: the first two for an ALB, the others for an NLB. */
export const routeKinds = ["HTTPRoute", "GRPCRoute", "TCPRoute", "UDPRoute", "TLSRoute"] as const;

export type RouteKind = (typeof routeKinds)[number];

/** `parametersRef` of a GatewayClass or of a Gateway's infrastructure. */
export interface ParametersRef {
  readonly kind: string;
  /** Always absent in a Gateway, whose own namespace is meant; required in a GatewayClass. */
  readonly namespace: string | undefined;
  readonly name: string;
}

export interface GatewayClass {
  readonly meta: ObjectMeta;
  readonly controllerName: string;
  readonly parameters: ParametersRef | undefined;
}

/** Which namespaces something may attach from: `Same`, `All`, `None`, or those that the selector matches. */
export interface AllowedNamespaces {
  readonly from: string;
  readonly selector: LabelSelector | undefined;
}

export interface Listener {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly hostname: string | undefined;
  /** TLS that is passed through is plain TCP to an NLB. */
  readonly tlsPassthrough: boolean;
  /** Empty: the kinds follow from the protocol. */
  readonly kinds: readonly string[];
  readonly namespaces: AllowedNamespaces;
  /** Dotted path of the listener in its object. */
  readonly field: string;
}

export interface Gateway {
  readonly meta: ObjectMeta;
  readonly className: string;
  readonly listeners: readonly Listener[];
  readonly parameters: ParametersRef | undefined;
  /** From where ListenerSets may attach; `None` where the Gateway does not say. */
  readonly allowedListeners: AllowedNamespaces;
}

/** A reference to what a route or a ListenerSet attaches to. */
export interface ParentRef {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly sectionName: string | undefined;
  readonly port: number | undefined;
  readonly field: string;
}

export interface ListenerSet {
  readonly meta: ObjectMeta;
  readonly parent: ParentRef;
  readonly listeners: readonly Listener[];
}

export interface BackendRef {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly port: number | undefined;
  readonly weight: number;
  readonly field: string;
}

export interface RouteRule {
  readonly backends: readonly BackendRef[];
  /** An HTTPRoute's RequestRedirect filter: the listener rule answers instead of forwarding. */
  readonly redirects: boolean;
  /** How many ListenerRuleConfigurations its filters name; more than one leaves the rule without backends. */
  readonly ruleConfigurations: number;
  readonly field: string;
}

export interface Route {
  readonly meta: ObjectMeta;
  readonly kind: RouteKind;
  readonly parents: readonly ParentRef[];
  readonly hostnames: readonly string[];
  readonly rules: readonly RouteRule[];
}

export interface ReferenceGrant {
  readonly meta: ObjectMeta;
  readonly from: readonly { readonly group: string; readonly kind: string; readonly namespace: string }[];
  readonly to: readonly { readonly group: string; readonly kind: string; readonly name: string | undefined }[];
}

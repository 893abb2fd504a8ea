import type { RouteKind } from "#model/load-balancers/gateway.ts";

export interface GatewayRoute {
  /** In order of preference; the first that the API server serves is used. */
  readonly versions: readonly [string, ...string[]];
  readonly plural: string;
  /** Which load balancer of the AWS Load Balancer Controller serves it. */
  readonly loadBalancer: "alb" | "nlb";
  /** Listener protocols that take it where `allowedRoutes.kinds` does not say which routes they take. */
  readonly listeners: readonly string[];
  readonly matchesHostnames: boolean;
  /** Of its target groups, where nothing else decides it. */
  readonly protocol: string;
}

/** In what routes of the Gateway API differ from one another. */
export const gatewayRoutes: Readonly<Record<RouteKind, GatewayRoute>> = {
  HTTPRoute: {
    versions: ["v1", "v1beta1"],
    plural: "httproutes",
    loadBalancer: "alb",
    listeners: ["HTTP", "HTTPS"],
    matchesHostnames: true,
    protocol: "HTTP",
  },
  /** A plain HTTP listener takes it only where `allowedRoutes.kinds` says so. */
  GRPCRoute: {
    versions: ["v1"],
    plural: "grpcroutes",
    loadBalancer: "alb",
    listeners: ["HTTPS"],
    matchesHostnames: true,
    protocol: "HTTP",
  },
  TCPRoute: {
    versions: ["v1", "v1alpha2"],
    plural: "tcproutes",
    loadBalancer: "nlb",
    listeners: ["TCP", "TLS"],
    matchesHostnames: false,
    protocol: "TCP",
  },
  UDPRoute: {
    versions: ["v1", "v1alpha2"],
    plural: "udproutes",
    loadBalancer: "nlb",
    listeners: ["UDP"],
    matchesHostnames: false,
    protocol: "UDP",
  },
  TLSRoute: {
    versions: ["v1", "v1alpha3", "v1alpha2"],
    plural: "tlsroutes",
    loadBalancer: "nlb",
    listeners: ["TLS"],
    matchesHostnames: true,
    protocol: "TLS",
  },
};

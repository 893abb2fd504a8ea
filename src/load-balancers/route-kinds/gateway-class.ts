import { readGatewayClass } from "#kubernetes/objects/gateway/read-gateway-class.ts";
import { gatewayClassProblems } from "#load-balancers/gateway/problems/gateway-class-problems.ts";
import { servicesOfGateway } from "#load-balancers/gateway/services-of-gateway.ts";
import type { GatewayClass } from "#model/load-balancers/gateway.ts";
import { gatewayApi } from "./gateway-api.ts";
import type { RouteKind } from "./route-kind.ts";

declare module "#kubernetes/view/kinds.ts" {
  interface Kinds {
    readonly GatewayClass: Stored<GatewayClass>;
  }
}

export const gatewayClass: RouteKind<"GatewayClass"> = {
  ...gatewayApi,
  kind: "GatewayClass",
  versions: ["v1", "v1beta1"],
  plural: "gatewayclasses",
  namespaced: false,
  purpose: "which controller acts on a Gateway, and with which configuration",
  read: readGatewayClass,
  indexes: {},
  holds: "other",
  backends: ({ meta }, view) =>
    view.indexed("Gateway", "class", meta.name).flatMap((gateway) => servicesOfGateway(gateway, view)),
  problems: gatewayClassProblems,
};

import { readGateway } from "#kubernetes/objects/gateway/read-gateway.ts";
import { gatewayKeys } from "#load-balancers/gateway/gateway-keys.ts";
import { gatewayProblems } from "#load-balancers/gateway/problems/gateway-problems.ts";
import { servicesOfGateway } from "#load-balancers/gateway/services-of-gateway.ts";
import type { Gateway } from "#model/load-balancers/gateway.ts";
import { gatewayApi } from "./gateway-api.ts";
import type { RouteKind } from "./route-kind.ts";

declare module "#kubernetes/view/kinds.ts" {
  interface Kinds {
    readonly Gateway: Stored<Gateway, "class" | "configuration">;
  }
}

export const gateway: RouteKind<"Gateway"> = {
  ...gatewayApi,
  kind: "Gateway",
  versions: ["v1", "v1beta1"],
  plural: "gateways",
  purpose: "load balancers of the Gateway API",
  read: readGateway,
  indexes: {
    /** By the name of its class. */
    class: gatewayKeys.className,
    /** By `namespace/name` of its own LoadBalancerConfiguration. */
    configuration: gatewayKeys.configurationOfGateway,
  },
  holds: "route",
  backends: servicesOfGateway,
  problems: gatewayProblems,
};

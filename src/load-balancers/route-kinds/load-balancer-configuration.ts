import { readLoadBalancerConfiguration } from "#kubernetes/objects/gateway/read-load-balancer-configuration.ts";
import { gatewayKeys } from "#load-balancers/gateway/gateway-keys.ts";
import { loadBalancerConfigurationProblems } from "#load-balancers/gateway/problems/configuration-problems.ts";
import { servicesOfConfiguration } from "#load-balancers/gateway/services-of-gateway.ts";
import type { LoadBalancerConfiguration } from "#model/load-balancers/gateway-configuration.ts";
import { awsGatewayApi } from "./gateway-api.ts";
import type { RouteKind } from "./route-kind.ts";

declare module "#kubernetes/view/kinds.ts" {
  interface Kinds {
    readonly LoadBalancerConfiguration: Stored<LoadBalancerConfiguration, "defaults">;
  }
}

export const loadBalancerConfiguration: RouteKind<"LoadBalancerConfiguration"> = {
  ...awsGatewayApi,
  kind: "LoadBalancerConfiguration",
  plural: "loadbalancerconfigurations",
  purpose: "attributes of load balancers and listeners behind a Gateway",
  read: readLoadBalancerConfiguration,
  indexes: {
    /** By `namespace/name` of the TargetGroupConfiguration that it names as the default. */
    defaults: gatewayKeys.defaultTargetGroupConfiguration,
  },
  holds: "other",
  backends: servicesOfConfiguration,
  problems: loadBalancerConfigurationProblems,
};

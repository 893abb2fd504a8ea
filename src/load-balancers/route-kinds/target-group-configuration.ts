import { readTargetGroupConfiguration } from "#kubernetes/objects/gateway/read-target-group-configuration.ts";
import { nameKey } from "#kubernetes/view/index-keys.ts";
import { gatewayKeys } from "#load-balancers/gateway/gateway-keys.ts";
import { targetGroupConfigurationProblems } from "#load-balancers/gateway/problems/configuration-problems.ts";
import { servicesOfConfiguration } from "#load-balancers/gateway/services-of-gateway.ts";
import type { TargetGroupConfiguration } from "#model/load-balancers/gateway-configuration.ts";
import { awsGatewayApi } from "./gateway-api.ts";
import type { RouteKind } from "./route-kind.ts";

declare module "#kubernetes/view/kinds.ts" {
  interface Kinds {
    readonly TargetGroupConfiguration: Stored<TargetGroupConfiguration, "service">;
  }
}

export const targetGroupConfiguration: RouteKind<"TargetGroupConfiguration"> = {
  ...awsGatewayApi,
  kind: "TargetGroupConfiguration",
  plural: "targetgroupconfigurations",
  purpose: "attributes and health checks of target groups behind a Gateway",
  read: readTargetGroupConfiguration,
  indexes: {
    /** By `namespace/name` of the Service that it configures. */
    service: gatewayKeys.targetService,
  },
  holds: "route",
  backends: (object, view) => [
    ...gatewayKeys.targetService(object),
    ...view
      .indexed("LoadBalancerConfiguration", "defaults", nameKey(object.meta.namespace, object.meta.name))
      .flatMap((configuration) => servicesOfConfiguration(configuration, view)),
  ],
  problems: targetGroupConfigurationProblems,
};

import { readService } from "#kubernetes/objects/read-service.ts";
import { builtIn } from "#kubernetes/objects/watched-kind.ts";
import { nameKey, selectorKeys } from "#kubernetes/view/index-keys.ts";
import { nlbTargetGroups } from "#load-balancers/service/nlb-target-groups.ts";
import { serviceKeys } from "#load-balancers/service/service-keys.ts";
import { serviceProblems } from "#load-balancers/service/service-problems.ts";
import type { Service } from "#model/load-balancers/routing.ts";
import type { RouteKind } from "./route-kind.ts";

declare module "#kubernetes/view/kinds.ts" {
  interface Kinds {
    readonly Service: Stored<Service, "selector" | "forwardsTo">;
  }
}

export const service: RouteKind<"Service"> = {
  ...builtIn,
  kind: "Service",
  group: "",
  versions: ["v1"],
  plural: "services",
  purpose: "the Pods behind a target group, and target groups of network load balancers",
  read: readService,
  indexes: {
    /** By one or two labels of its selector; ask with every label of what may be selected. */
    selector: ({ meta, selector }) => selectorKeys(meta.namespace, selector),
    /** By `namespace/name` of each Service that its weighted listener actions name. */
    forwardsTo: serviceKeys.forwardsTo,
  },
  holds: "service",
  backends: (object) => [nameKey(object.meta.namespace, object.meta.name), ...serviceKeys.forwardsTo(object)],
  problems: serviceProblems,
  targetGroups: nlbTargetGroups,
};

import { readListenerSet } from "#kubernetes/objects/gateway/read-listener-set.ts";
import { gatewayKeys } from "#load-balancers/gateway/gateway-keys.ts";
import { listenerSetProblems } from "#load-balancers/gateway/problems/listener-set-problems.ts";
import { servicesOfParent } from "#load-balancers/gateway/services-of-gateway.ts";
import type { ListenerSet } from "#model/load-balancers/gateway.ts";
import { gatewayApi } from "./gateway-api.ts";
import type { RouteKind } from "./route-kind.ts";

declare module "#kubernetes/view/kinds.ts" {
  interface Kinds {
    readonly ListenerSet: Stored<ListenerSet, "gateway">;
  }
}

export const listenerSet: RouteKind<"ListenerSet"> = {
  ...gatewayApi,
  kind: "ListenerSet",
  versions: ["v1"],
  plural: "listenersets",
  purpose: "further listeners of a Gateway",
  read: readListenerSet,
  indexes: {
    /** By `namespace/name` of the Gateway that it asks to attach to. */
    gateway: gatewayKeys.gatewayOfListenerSet,
  },
  holds: "other",
  backends: servicesOfParent,
  problems: listenerSetProblems,
};

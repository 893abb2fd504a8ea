import { readReferenceGrant } from "#kubernetes/objects/gateway/read-reference-grant.ts";
import { grantProblems, routesNeedingGrant } from "#load-balancers/gateway/problems/grant-problems.ts";
import type { ReferenceGrant } from "#model/load-balancers/gateway.ts";
import { gatewayApi } from "./gateway-api.ts";
import type { RouteKind } from "./route-kind.ts";

declare module "#kubernetes/view/kinds.ts" {
  interface Kinds {
    readonly ReferenceGrant: Stored<ReferenceGrant, "namespace">;
  }
}

export const referenceGrant: RouteKind<"ReferenceGrant"> = {
  ...gatewayApi,
  kind: "ReferenceGrant",
  versions: ["v1", "v1beta1"],
  plural: "referencegrants",
  purpose: "whether a route may send to a Service of another namespace",
  read: readReferenceGrant,
  indexes: {
    /** By its namespace, which is that of what it opens. */
    namespace: ({ meta }) => [meta.namespace],
  },
  holds: "other",
  backends: (grant, view) => routesNeedingGrant(grant, view).flatMap(({ services }) => services),
  problems: grantProblems,
};

import type { ObjectMeta } from "#model/kubernetes/object-meta.ts";
import type { RouteKind } from "#model/load-balancers/gateway.ts";
import { hashedName } from "./target-group-name.ts";

type Place = Pick<ObjectMeta, "namespace" | "name">;

export interface GatewayTargetGroupIdentity {
  readonly clusterName: string;
  readonly gateway: Place;
  readonly route: Place;
  readonly routeKind: RouteKind;
  readonly service: Place;
  /** targetPort as the Service writes it for `ip`, nodePort for `instance`. */
  readonly port: number | string;
  readonly targetType: "ip" | "instance";
  readonly protocol: string;
  /** Undefined for an NLB. */
  readonly protocolVersion: string | undefined;
  readonly targetControlPort: number | undefined;
}

/** The name that the controller chooses where no TargetGroupConfiguration does. No UID goes into it, so a manifest file is enough. */
export const gatewayTargetGroupName = (identity: GatewayTargetGroupIdentity): string =>
  hashedName(identity.route.namespace, identity.route.name, [
    identity.clusterName,
    identity.gateway.namespace,
    identity.gateway.name,
    identity.route.namespace,
    identity.route.name,
    identity.routeKind,
    identity.service.namespace,
    identity.service.name,
    String(identity.port),
    identity.targetType,
    identity.protocol,
    identity.protocolVersion ?? "",
    identity.targetControlPort === undefined ? "" : String(identity.targetControlPort),
  ]);

import type { ObjectMeta } from "#model/kubernetes/object-meta.ts";
import type { Attribute } from "./routing.ts";

/** The custom resources of group `gateway.k8s.aws` (v1 since AWS Load Balancer Controller 3.5, v1beta1 before; same schema). */

/** Seconds and counts as written; undefined where the field is absent. */
export interface HealthCheckBlock {
  readonly interval: number | undefined;
  readonly timeout: number | undefined;
  readonly healthyThreshold: number | undefined;
  readonly unhealthyThreshold: number | undefined;
  readonly path: string | undefined;
  readonly port: string | undefined;
  readonly protocol: string | undefined;
  readonly httpCode: string | undefined;
  readonly grpcCode: string | undefined;
}

export interface TargetGroupProps {
  readonly targetGroupName: string | undefined;
  readonly targetType: string | undefined;
  readonly protocol: string | undefined;
  readonly protocolVersion: string | undefined;
  readonly targetControlPort: number | undefined;
  readonly healthCheck: HealthCheckBlock | undefined;
  readonly attributes: readonly Attribute[];
  /** Dotted path of these properties in their object. */
  readonly field: string;
}

export interface RouteConfiguration {
  readonly kind: string;
  /** Empty: any. */
  readonly namespace: string;
  /** Empty: any. */
  readonly name: string;
  readonly props: TargetGroupProps;
}

export interface TargetGroupConfiguration {
  readonly meta: ObjectMeta;
  /** Undefined in one that only serves as the default of a LoadBalancerConfiguration. */
  readonly target: { readonly kind: string; readonly name: string } | undefined;
  readonly defaults: TargetGroupProps;
  readonly routes: readonly RouteConfiguration[];
}

export interface ListenerConfiguration {
  /** `TCP:80`; the letters' case does not matter. */
  readonly protocolPort: string;
  readonly attributes: readonly Attribute[];
  readonly quic: boolean;
  readonly field: string;
}

export interface LoadBalancerConfiguration {
  readonly meta: ObjectMeta;
  readonly mergingMode: string | undefined;
  readonly attributes: readonly Attribute[];
  readonly listeners: readonly ListenerConfiguration[];
  readonly defaultTargetGroupConfiguration: string | undefined;
}

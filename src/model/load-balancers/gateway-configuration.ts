import type { ObjectMeta } from "#model/kubernetes/object-meta.ts";
import type { Attribute } from "./routing.ts";

/** The custom resources of group `gateway.k8s.aws` (v1 since AWS Load Balancer Controller 3.5, v1beta1 before; same schema). */

/** Where a field stands, and what it holds; a field of this table is read, sourced and merged without further mention. */
export interface ConfigurationField {
  readonly path: readonly [string, ...string[]];
  readonly holds: "text" | "integer";
}

const text = (...path: ConfigurationField["path"]) => ({ path, holds: "text" }) as const;
const integer = (...path: ConfigurationField["path"]) => ({ path, holds: "integer" }) as const;

/** Of `healthCheckConfig`; seconds and counts as written. */
export const healthCheckFields = {
  interval: integer("healthCheckInterval"),
  timeout: integer("healthCheckTimeout"),
  healthyThreshold: integer("healthyThresholdCount"),
  unhealthyThreshold: integer("unhealthyThresholdCount"),
  path: text("healthCheckPath"),
  port: text("healthCheckPort"),
  protocol: text("healthCheckProtocol"),
  httpCode: text("matcher", "httpCode"),
  grpcCode: text("matcher", "grpcCode"),
} as const satisfies Readonly<Record<string, ConfigurationField>>;

/** Of `targetGroupProps` and `defaultConfiguration`. */
export const targetGroupFields = {
  targetGroupName: text("targetGroupName"),
  targetType: text("targetType"),
  protocol: text("protocol"),
  protocolVersion: text("protocolVersion"),
  targetControlPort: integer("targetControlPort"),
} as const satisfies Readonly<Record<string, ConfigurationField>>;

/** Undefined where a field is absent. */
export type FieldValues<T extends Readonly<Record<string, ConfigurationField>>> = {
  readonly [K in keyof T]: (T[K]["holds"] extends "integer" ? number : string) | undefined;
};

export type HealthCheckBlock = FieldValues<typeof healthCheckFields>;

export interface TargetGroupProps extends FieldValues<typeof targetGroupFields> {
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

import type { SourcedAttributes } from "#load-balancers/attributes/effective-attributes.ts";
import { fromObject, type Sourced, sourced } from "#model/findings/sourced.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import type { HealthCheckBlock, TargetGroupProps } from "#model/load-balancers/gateway-configuration.ts";
import type { Attribute } from "#model/load-balancers/routing.ts";

/** Properties of a target group from one or several TargetGroupConfigurations, each with the place that it was read from. */
export interface SourcedProps {
  readonly targetGroupName: Sourced<string> | undefined;
  readonly targetType: Sourced<string> | undefined;
  readonly protocol: Sourced<string> | undefined;
  readonly protocolVersion: Sourced<string> | undefined;
  readonly targetControlPort: Sourced<number> | undefined;
  readonly healthCheck: Sourced<HealthCheckBlock> | undefined;
  readonly attributes: SourcedAttributes;
}

export const noProps: SourcedProps = {
  targetGroupName: undefined,
  targetType: undefined,
  protocol: undefined,
  protocolVersion: undefined,
  targetControlPort: undefined,
  healthCheck: undefined,
  attributes: new Map(),
};

export function sourcedProps(object: ObjectRef, props: TargetGroupProps): SourcedProps {
  const from = <T>(value: T | undefined, field: string): Sourced<T> | undefined =>
    value === undefined ? undefined : sourced(value, fromObject(object, `${props.field}.${field}`));
  return {
    targetGroupName: from(props.targetGroupName, "targetGroupName"),
    targetType: from(props.targetType, "targetType"),
    protocol: from(props.protocol, "protocol"),
    protocolVersion: from(props.protocolVersion, "protocolVersion"),
    targetControlPort: from(props.targetControlPort, "targetControlPort"),
    healthCheck: from(props.healthCheck, "healthCheckConfig"),
    attributes: sourcedAttributes(object, `${props.field}.targetGroupAttributes`, props.attributes),
  };
}

/** Of two entries with one key the last counts. */
export const sourcedAttributes = (object: ObjectRef, field: string, list: readonly Attribute[]): SourcedAttributes =>
  new Map(list.map(({ key, value }) => [key, sourced(value, fromObject(object, field))]));

/** Attributes merge by key; everything else, the health check block too, is taken whole from the first that has it. */
export const mergeProps = (high: SourcedProps, low: SourcedProps): SourcedProps => ({
  targetGroupName: high.targetGroupName ?? low.targetGroupName,
  targetType: high.targetType ?? low.targetType,
  protocol: high.protocol ?? low.protocol,
  protocolVersion: high.protocolVersion ?? low.protocolVersion,
  targetControlPort: high.targetControlPort ?? low.targetControlPort,
  healthCheck: high.healthCheck ?? low.healthCheck,
  attributes: new Map([...low.attributes, ...high.attributes]),
});

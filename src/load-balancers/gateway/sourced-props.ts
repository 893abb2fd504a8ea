import type { SourcedAttributes } from "#load-balancers/attributes/effective-attributes.ts";
import { fromObject, type Sourced, sourced } from "#model/findings/sourced.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import { type HealthCheckBlock, type TargetGroupProps, targetGroupFields } from "#model/load-balancers/gateway-configuration.ts";
import type { Attribute } from "#model/load-balancers/routing.ts";

type Fields = typeof targetGroupFields;

type SourcedFields = { readonly [K in keyof Fields]: Sourced<NonNullable<TargetGroupProps[K]>> | undefined };

/** Properties of a target group from one or several TargetGroupConfigurations, each with the place that it was read from. */
export interface SourcedProps extends SourcedFields {
  readonly healthCheck: Sourced<HealthCheckBlock> | undefined;
  readonly attributes: SourcedAttributes;
}

const names = Object.keys(targetGroupFields) as readonly (keyof Fields)[];

/** One value for each field of the table, which TypeScript does not follow through `fromEntries`. */
const forEachField = (value: (name: keyof Fields) => Sourced<string | number> | undefined): SourcedFields =>
  Object.fromEntries(names.map((name) => [name, value(name)])) as SourcedFields;

export const noProps: SourcedProps = { ...forEachField(() => undefined), healthCheck: undefined, attributes: new Map() };

export function sourcedProps(object: ObjectRef, props: TargetGroupProps): SourcedProps {
  const from = <T>(value: T | undefined, field: string): Sourced<T> | undefined =>
    value === undefined ? undefined : sourced(value, fromObject(object, `${props.field}.${field}`));
  return {
    ...forEachField((name) => from<string | number>(props[name], targetGroupFields[name].path.join("."))),
    healthCheck: from(props.healthCheck, "healthCheckConfig"),
    attributes: sourcedAttributes(object, `${props.field}.targetGroupAttributes`, props.attributes),
  };
}

/** Of two entries with one key the last counts. */
export const sourcedAttributes = (object: ObjectRef, field: string, list: readonly Attribute[]): SourcedAttributes =>
  new Map(list.map(({ key, value }) => [key, sourced(value, fromObject(object, field))]));

/** Attributes merge by key; everything else, the health check block too, is taken whole from the first that has it. */
export const mergeProps = (high: SourcedProps, low: SourcedProps): SourcedProps => ({
  ...forEachField((name) => high[name] ?? low[name]),
  healthCheck: high.healthCheck ?? low.healthCheck,
  attributes: new Map([...low.attributes, ...high.attributes]),
});

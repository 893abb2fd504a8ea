/** `forwardConfig` in the JSON of `actions.*` annotations, which those of an Ingress and those of a Service share. */
import { flagField, integerField, type JsonFields, listField, portField, structField, structOf, textField } from "./go-json.ts";

/** One weighted target group. */
export interface ForwardTuple {
  readonly arn: string | undefined;
  readonly service: string | undefined;
  /** As it is written: what a number in quotes means differs between the two. */
  readonly port: number | string | undefined;
  readonly weight: number | undefined;
}

export interface ForwardConfig<Own> {
  readonly tuples: readonly (ForwardTuple & Own)[];
  readonly stickiness: JsonFields | undefined;
  readonly fields: JsonFields;
}

/**
 * Undefined where the action has none. `readOwn` reads the fields that only one of the two has, because a field of the wrong type
 * refuses the text where it is known, and is passed over where it is not.
 */
export function readForwardConfig<Own extends object>(
  action: JsonFields,
  readOwn: (tuple: JsonFields) => Own,
): ForwardConfig<Own> | undefined {
  const fields = structField(action, "forwardConfig");
  if (fields === undefined) return undefined;
  const stickiness = structField(fields, "targetGroupStickinessConfig");
  if (stickiness !== undefined) flagField(stickiness, "enabled");
  return { tuples: listField(fields, "targetGroups").map((item) => tupleOf(structOf(item), readOwn)), stickiness, fields };
}

const tupleOf = <Own extends object>(fields: JsonFields, readOwn: (tuple: JsonFields) => Own): ForwardTuple & Own => ({
  arn: textField(fields, "targetGroupARN"),
  service: textField(fields, "serviceName"),
  port: portField(fields, "servicePort"),
  weight: integerField(fields, "weight"),
  ...readOwn(fields),
});

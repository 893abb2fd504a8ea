import { asInteger, asList, asText, at } from "#kubernetes/objects/lenient-json.ts";
import { readKeyedAttributes } from "#kubernetes/objects/read-keyed-attributes.ts";
import { readMeta } from "#kubernetes/objects/read-meta.ts";
import { isJsonObject } from "#model/kubernetes/json.ts";
import {
  type ConfigurationField,
  type FieldValues,
  type HealthCheckBlock,
  healthCheckFields,
  type TargetGroupConfiguration,
  type TargetGroupProps,
  targetGroupFields,
} from "#model/load-balancers/gateway-configuration.ts";

export function readTargetGroupConfiguration(raw: unknown): TargetGroupConfiguration | undefined {
  const meta = readMeta(raw, { apiVersion: "gateway.k8s.aws/v1", kind: "TargetGroupConfiguration" });
  if (meta === undefined) return undefined;
  const spec = at(raw, "spec");
  const target = at(spec, "targetReference");
  return {
    meta,
    target: isJsonObject(target)
      ? { kind: asText(at(target, "kind")) ?? "Service", name: asText(at(target, "name")) ?? "" }
      : undefined,
    defaults: readProps(at(spec, "defaultConfiguration"), "spec.defaultConfiguration"),
    routes: asList(at(spec, "routeConfigurations")).map((entry, index) => ({
      kind: asText(at(entry, "routeIdentifier", "kind")) ?? "",
      namespace: asText(at(entry, "routeIdentifier", "namespace")) ?? "",
      name: asText(at(entry, "routeIdentifier", "name")) ?? "",
      props: readProps(at(entry, "targetGroupProps"), `spec.routeConfigurations[${index}].targetGroupProps`),
    })),
  };
}

const readProps = (raw: unknown, field: string): TargetGroupProps => ({
  ...readFields(raw, targetGroupFields),
  healthCheck: readHealthCheck(at(raw, "healthCheckConfig")),
  attributes: readKeyedAttributes(at(raw, "targetGroupAttributes")),
  field,
});

const readHealthCheck = (raw: unknown): HealthCheckBlock | undefined =>
  isJsonObject(raw) ? readFields(raw, healthCheckFields) : undefined;

/** The names of the result are those of the table, which TypeScript does not follow through `fromEntries`. */
const readFields = <T extends Readonly<Record<string, ConfigurationField>>>(raw: unknown, fields: T): FieldValues<T> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, { path, holds }]) => [name, (holds === "integer" ? asInteger : asText)(at(raw, ...path))]),
  ) as FieldValues<T>;

import { asInteger, asList, asText, at } from "#kubernetes/objects/lenient-json.ts";
import { readKeyedAttributes } from "#kubernetes/objects/read-keyed-attributes.ts";
import { readMeta } from "#kubernetes/objects/read-meta.ts";
import { isJsonObject } from "#model/kubernetes/json.ts";
import type {
  HealthCheckBlock,
  TargetGroupConfiguration,
  TargetGroupProps,
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
  targetGroupName: asText(at(raw, "targetGroupName")),
  targetType: asText(at(raw, "targetType")),
  protocol: asText(at(raw, "protocol")),
  protocolVersion: asText(at(raw, "protocolVersion")),
  targetControlPort: asInteger(at(raw, "targetControlPort")),
  healthCheck: readHealthCheck(at(raw, "healthCheckConfig")),
  attributes: readKeyedAttributes(at(raw, "targetGroupAttributes")),
  field,
});

function readHealthCheck(raw: unknown): HealthCheckBlock | undefined {
  if (!isJsonObject(raw)) return undefined;
  return {
    interval: asInteger(at(raw, "healthCheckInterval")),
    timeout: asInteger(at(raw, "healthCheckTimeout")),
    healthyThreshold: asInteger(at(raw, "healthyThresholdCount")),
    unhealthyThreshold: asInteger(at(raw, "unhealthyThresholdCount")),
    path: asText(at(raw, "healthCheckPath")),
    port: asText(at(raw, "healthCheckPort")),
    protocol: asText(at(raw, "healthCheckProtocol")),
    httpCode: asText(at(raw, "matcher", "httpCode")),
    grpcCode: asText(at(raw, "matcher", "grpcCode")),
  };
}

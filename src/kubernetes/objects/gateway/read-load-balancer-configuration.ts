import { asList, asText, at } from "#kubernetes/objects/lenient-json.ts";
import { readKeyedAttributes } from "#kubernetes/objects/read-keyed-attributes.ts";
import { readMeta } from "#kubernetes/objects/read-meta.ts";
import type { LoadBalancerConfiguration } from "#model/load-balancers/gateway-configuration.ts";

export function readLoadBalancerConfiguration(raw: unknown): LoadBalancerConfiguration | undefined {
  const meta = readMeta(raw, { apiVersion: "gateway.k8s.aws/v1", kind: "LoadBalancerConfiguration" });
  if (meta === undefined) return undefined;
  const spec = at(raw, "spec");
  return {
    meta,
    mergingMode: asText(at(spec, "mergingMode")),
    attributes: readKeyedAttributes(at(spec, "loadBalancerAttributes")),
    listeners: asList(at(spec, "listenerConfigurations")).map((entry, index) => ({
      protocolPort: asText(at(entry, "protocolPort")) ?? "",
      attributes: readKeyedAttributes(at(entry, "listenerAttributes")),
      quic: at(entry, "quicEnabled") === true,
      field: `spec.listenerConfigurations[${index}]`,
    })),
    defaultTargetGroupConfiguration: asText(at(spec, "defaultTargetGroupConfiguration", "name")),
  };
}

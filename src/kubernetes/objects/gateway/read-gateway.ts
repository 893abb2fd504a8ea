import { asText, at } from "#kubernetes/objects/lenient-json.ts";
import { readMeta } from "#kubernetes/objects/read-meta.ts";
import type { Gateway } from "#model/load-balancers/gateway.ts";
import { readAllowedNamespaces, readListeners } from "./read-listeners.ts";
import { readParametersRef } from "./read-parameters-ref.ts";

export function readGateway(raw: unknown): Gateway | undefined {
  const meta = readMeta(raw, { apiVersion: "gateway.networking.k8s.io/v1", kind: "Gateway" });
  if (meta === undefined) return undefined;
  const spec = at(raw, "spec");
  return {
    meta,
    className: asText(at(spec, "gatewayClassName")) ?? "",
    listeners: readListeners(spec),
    parameters: readParametersRef(at(spec, "infrastructure", "parametersRef")),
    allowedListeners: readAllowedNamespaces(at(spec, "allowedListeners"), "None"),
  };
}

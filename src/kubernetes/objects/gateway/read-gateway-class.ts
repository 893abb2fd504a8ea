import { asText, at } from "#kubernetes/objects/lenient-json.ts";
import { readMeta } from "#kubernetes/objects/read-meta.ts";
import type { GatewayClass } from "#model/load-balancers/gateway.ts";
import { readParametersRef } from "./read-parameters-ref.ts";

export function readGatewayClass(raw: unknown): GatewayClass | undefined {
  const meta = readMeta(raw, { apiVersion: "gateway.networking.k8s.io/v1", kind: "GatewayClass" });
  return (
    meta && {
      meta: { ...meta, namespace: "" },
      controllerName: asText(at(raw, "spec", "controllerName")) ?? "",
      parameters: readParametersRef(at(raw, "spec", "parametersRef")),
    }
  );
}

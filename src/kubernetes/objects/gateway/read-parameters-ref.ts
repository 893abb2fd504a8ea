import { asText, at } from "#kubernetes/objects/lenient-json.ts";
import { isJsonObject } from "#model/kubernetes/json.ts";
import type { ParametersRef } from "#model/load-balancers/gateway.ts";

/** `parametersRef` of a GatewayClass (with a namespace) or of a Gateway (without). */
export function readParametersRef(raw: unknown): ParametersRef | undefined {
  if (!isJsonObject(raw)) return undefined;
  return { kind: asText(at(raw, "kind")) ?? "", namespace: asText(at(raw, "namespace")), name: asText(at(raw, "name")) ?? "" };
}

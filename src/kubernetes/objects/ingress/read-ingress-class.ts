import { asText, at } from "#kubernetes/objects/lenient-json.ts";
import { readMeta } from "#kubernetes/objects/read-meta.ts";
import { isJsonObject } from "#model/kubernetes/json.ts";
import type { IngressClass } from "#model/load-balancers/routing.ts";

const defaultClassAnnotation = "ingressclass.kubernetes.io/is-default-class";

export function readIngressClass(raw: unknown): IngressClass | undefined {
  const meta = readMeta(raw, { apiVersion: "networking.k8s.io/v1", kind: "IngressClass" });
  if (meta === undefined) return undefined;
  const parameters = at(raw, "spec", "parameters");
  return {
    meta: { ...meta, namespace: "" },
    controller: asText(at(raw, "spec", "controller")) ?? "",
    isDefault: meta.annotations[defaultClassAnnotation] === "true",
    parameters: isJsonObject(parameters)
      ? {
          apiGroup: asText(at(parameters, "apiGroup")) ?? "",
          kind: asText(at(parameters, "kind")) ?? "",
          name: asText(at(parameters, "name")) ?? "",
        }
      : undefined,
  };
}

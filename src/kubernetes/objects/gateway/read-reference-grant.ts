import { asList, asText, at } from "#kubernetes/objects/lenient-json.ts";
import { readMeta } from "#kubernetes/objects/read-meta.ts";
import type { ReferenceGrant } from "#model/load-balancers/gateway.ts";

export function readReferenceGrant(raw: unknown): ReferenceGrant | undefined {
  const meta = readMeta(raw, { apiVersion: "gateway.networking.k8s.io/v1beta1", kind: "ReferenceGrant" });
  if (meta === undefined) return undefined;
  return {
    meta,
    from: asList(at(raw, "spec", "from")).map((from) => ({
      group: asText(at(from, "group")) ?? "",
      kind: asText(at(from, "kind")) ?? "",
      namespace: asText(at(from, "namespace")) ?? "",
    })),
    to: asList(at(raw, "spec", "to")).map((to) => ({
      group: asText(at(to, "group")) ?? "",
      kind: asText(at(to, "kind")) ?? "",
      name: asText(at(to, "name")),
    })),
  };
}

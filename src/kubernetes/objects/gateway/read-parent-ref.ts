import { asInteger, asText, at } from "#kubernetes/objects/lenient-json.ts";
import type { ParentRef } from "#model/load-balancers/gateway.ts";

/** A parent without kind is a Gateway, one without namespace is in that of the object that names it. */
export const readParentRef = (raw: unknown, namespace: string, field: string): ParentRef => ({
  kind: asText(at(raw, "kind")) ?? "Gateway",
  namespace: asText(at(raw, "namespace")) ?? namespace,
  name: asText(at(raw, "name")) ?? "",
  sectionName: asText(at(raw, "sectionName")),
  port: asInteger(at(raw, "port")),
  field,
});

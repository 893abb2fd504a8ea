import { asInteger, asList, asText, asTexts, at } from "#kubernetes/objects/lenient-json.ts";
import { readMeta } from "#kubernetes/objects/read-meta.ts";
import type { BackendRef, Route, RouteKind, RouteRule } from "#model/load-balancers/gateway.ts";
import { readParentRef } from "./read-parent-ref.ts";

export function readRoute(raw: unknown, kind: RouteKind): Route | undefined {
  const meta = readMeta(raw, { apiVersion: "gateway.networking.k8s.io/v1", kind });
  if (meta === undefined) return undefined;
  const spec = at(raw, "spec");
  return {
    meta,
    kind,
    parents: asList(at(spec, "parentRefs")).map((ref, index) => readParentRef(ref, meta.namespace, `spec.parentRefs[${index}]`)),
    hostnames: asTexts(at(spec, "hostnames")),
    rules: asList(at(spec, "rules")).map((rule, index) => readRule(rule, meta.namespace, `spec.rules[${index}]`)),
  };
}

function readRule(raw: unknown, namespace: string, field: string): RouteRule {
  const filters = asList(at(raw, "filters"));
  return {
    backends: asList(at(raw, "backendRefs")).map((ref, index) => readBackend(ref, namespace, `${field}.backendRefs[${index}]`)),
    redirects: filters.some((filter) => at(filter, "type") === "RequestRedirect"),
    ruleConfigurations: filters.filter((filter) => at(filter, "extensionRef", "kind") === "ListenerRuleConfiguration").length,
    field,
  };
}

/** Gateway API defaults: kind Service, the route's namespace, weight 1. */
const readBackend = (raw: unknown, namespace: string, field: string): BackendRef => ({
  kind: asText(at(raw, "kind")) ?? "Service",
  namespace: asText(at(raw, "namespace")) ?? namespace,
  name: asText(at(raw, "name")) ?? "",
  port: asInteger(at(raw, "port")),
  weight: asInteger(at(raw, "weight")) ?? 1,
  field,
});

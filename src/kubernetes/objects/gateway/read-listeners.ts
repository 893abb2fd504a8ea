import { asInteger, asList, asText, at } from "#kubernetes/objects/lenient-json.ts";
import { readLabelSelector } from "#kubernetes/objects/read-label-selector.ts";
import type { AllowedNamespaces, Listener } from "#model/load-balancers/gateway.ts";

/** `spec.listeners` of a Gateway or of a ListenerSet. */
export const readListeners = (spec: unknown): readonly Listener[] =>
  asList(at(spec, "listeners")).map((raw, index) => ({
    name: asText(at(raw, "name")) ?? "",
    port: asInteger(at(raw, "port")) ?? 0,
    protocol: asText(at(raw, "protocol")) ?? "",
    hostname: asText(at(raw, "hostname")),
    tlsPassthrough: at(raw, "tls", "mode") === "Passthrough",
    kinds: asList(at(raw, "allowedRoutes", "kinds")).map((kind) => asText(at(kind, "kind")) ?? ""),
    namespaces: readAllowedNamespaces(at(raw, "allowedRoutes"), "Same"),
    field: `spec.listeners[${index}]`,
  }));

/** `namespaces` of `allowedRoutes` or `allowedListeners`. */
export const readAllowedNamespaces = (raw: unknown, from: "Same" | "None"): AllowedNamespaces => ({
  from: asText(at(raw, "namespaces", "from")) ?? from,
  selector: readLabelSelector(at(raw, "namespaces", "selector")),
});

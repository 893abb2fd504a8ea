import { asInteger, asList, asText, at } from "#kubernetes/objects/lenient-json.ts";
import { readMeta } from "#kubernetes/objects/read-meta.ts";
import { isJsonObject } from "#model/kubernetes/json.ts";
import type { Ingress, IngressBackend, IngressRule } from "#model/load-balancers/routing.ts";

export function readIngress(raw: unknown): Ingress | undefined {
  const meta = readMeta(raw, { apiVersion: "networking.k8s.io/v1", kind: "Ingress" });
  if (meta === undefined) return undefined;
  const spec = at(raw, "spec");
  const defaultBackend = at(spec, "defaultBackend");
  return {
    meta,
    ingressClassName: asText(at(spec, "ingressClassName")),
    defaultBackend: isJsonObject(defaultBackend) ? readBackend(defaultBackend, "spec.defaultBackend") : undefined,
    rules: asList(at(spec, "rules")).map(readRule),
  };
}

function readRule(raw: unknown, index: number): IngressRule {
  const paths = asList(at(raw, "http", "paths"));
  return {
    host: asText(at(raw, "host")) ?? "",
    paths: paths.map((path, pathIndex) => ({
      path: asText(at(path, "path")) ?? "",
      pathType: asText(at(path, "pathType")) ?? "",
      backend: readBackend(at(path, "backend"), `spec.rules[${index}].http.paths[${pathIndex}].backend`),
    })),
  };
}

/** A port name wins over a number, as in the AWS Load Balancer Controller; the API server allows only one of them. */
function readBackend(raw: unknown, field: string): IngressBackend {
  const name = asText(at(raw, "service", "name"));
  if (name === undefined) return { service: undefined, field };
  const portName = asText(at(raw, "service", "port", "name")) ?? "";
  const port = portName === "" ? (asInteger(at(raw, "service", "port", "number")) ?? 0) : portName;
  return { service: { name, port }, field };
}

import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { externalName } from "#load-balancers/attributes/external-name.ts";
import { servicePort } from "#load-balancers/attributes/service-port.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import type { BackendRef, Route } from "#model/load-balancers/gateway.ts";
import type { Service, ServicePort } from "#model/load-balancers/routing.ts";
import { referenceGranted } from "./reference-granted.ts";

/** A problem of one that is used stops the whole Gateway. */
export type UsableBackend =
  | { readonly use: "service"; readonly service: Service; readonly port: ServicePort; readonly problem?: Problem }
  /** Another target group: one of AWS by its name, or the ALB of a Gateway. Takes traffic, holds no Pods. */
  | { readonly use: "other"; readonly problem?: Problem }
  /** The controller continues without it. */
  | { readonly use: "none"; readonly problem: Problem };

const heaviest = 999;

export function usableBackend(route: Route, backend: BackendRef, view: ClusterView): UsableBackend {
  const found = withoutWeight(route, backend, view);
  if (found.use === "none" || backend.weight <= heaviest) return found;
  return {
    ...found,
    problem: at(route, `${backend.field}.weight`, "gateway-weight-too-large", { weight: String(backend.weight) }),
  };
}

function withoutWeight(route: Route, backend: BackendRef, view: ClusterView): UsableBackend {
  const { kind, namespace, name, port, field } = backend;
  if (kind === "TargetGroupName") return { use: "other" };
  if (kind !== "Service" && kind !== "Gateway")
    return none(at(route, `${field}.kind`, "gateway-backend-kind-unsupported", { kind }));
  if (port === undefined) return none(at(route, `${field}.port`, "gateway-backend-port-missing", { backend: `${kind} ${name}` }));
  if (!referenceGranted(route, backend, view)) {
    return none(at(route, field, "gateway-backend-ref-not-permitted", { backend: `${kind} ${namespace}/${name}`, namespace }));
  }
  if (kind === "Gateway") return { use: "other" };
  const service = view.get("Service", namespace, name);
  if (service === undefined)
    return none(at(route, field, "gateway-backend-service-missing", { service: `${namespace}/${name}` }));
  const found = servicePort(service, port);
  const [named] = externalName(service, refOf(route.meta), field);
  if (found !== undefined) return { use: "service", service, port: found, ...(named === undefined ? {} : { problem: named }) };
  return none(
    at(route, `${field}.port`, "gateway-backend-service-port-missing", { service: `${namespace}/${name}`, port: String(port) }),
  );
}

const none = (problem: Problem): UsableBackend => ({ use: "none", problem });

const at = (route: Route, field: string, id: Problem["id"], details: Readonly<Record<string, string>>): Problem =>
  problem(id, refOf(route.meta), field, details);

import type { Service, ServicePort } from "#model/load-balancers/routing.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import { parseIntOrString } from "./go-values.ts";
import { servicePort } from "./service-port.ts";

/** What a target group's own port is: the node port, or a numeric targetPort; 1 stands for a named one. Undefined: not known yet. */
export function targetGroupPort(port: ServicePort, targetType: "ip" | "instance"): number | undefined {
  if (targetType === "instance") return port.nodePort;
  return typeof port.targetPort === "number" ? port.targetPort : 1;
}

export type HealthCheckPort = { readonly ok: true; readonly port: string } | { readonly ok: false; readonly reason: string };

/** `traffic-port`, a number, or the name of a port of the Service: its node port, or its numeric targetPort for ip targets. */
export function healthCheckPort(text: string, service: Service, targetType: TargetGroup["targetType"]): HealthCheckPort {
  if (text === "traffic-port") return { ok: true, port: text };
  const wanted = parseIntOrString(text);
  if (typeof wanted === "number") return { ok: true, port: String(wanted) };
  const named = servicePort(service, wanted);
  if (named === undefined) return { ok: false, reason: `Service ${service.meta.name} has no port of this name` };
  if (targetType === "instance") return { ok: true, port: String(named.nodePort ?? 0) };
  return typeof named.targetPort === "number"
    ? { ok: true, port: String(named.targetPort) }
    : { ok: false, reason: `the targetPort of this port of Service ${service.meta.name} is also a name` };
}

import { isStored } from "#model/kubernetes/object-meta.ts";
import type { PortRef, Service, ServicePort } from "#model/load-balancers/routing.ts";
import { perObject } from "#model/per-object.ts";

/** Text is looked up among the names of ports, a number among their numbers; the first that fits. */
export const servicePort = (service: Service, port: PortRef): ServicePort | undefined => portsOf(service).get(port);

/** By name and by number: a name is text and a number is none. A Service may have thousands, and a route may name each. */
const portsOf = perObject(({ ports }: Service): ReadonlyMap<PortRef, ServicePort> => {
  const found = new Map<PortRef, ServicePort>();
  for (const port of ports) {
    for (const key of [port.name, port.port]) if (!found.has(key)) found.set(key, port);
  }
  return found;
});

/**
 * Whether instance targets can be reached. A file need not say node ports: the API server hands them out
 * to Services of type NodePort and LoadBalancer when they are created.
 */
export function hasNodePort(service: Service, port: ServicePort): boolean {
  if (port.nodePort !== undefined) return true;
  const stored = isStored(service.meta);
  return !stored && (service.type === "NodePort" || (service.type === "LoadBalancer" && service.allocatesNodePorts));
}

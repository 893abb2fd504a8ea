import type { PortRef, Service, ServicePort } from "#model/load-balancers/routing.ts";

/** Text is looked up among the names of ports, a number among their numbers; the first that fits. */
export const servicePort = (service: Service, port: PortRef): ServicePort | undefined =>
  service.ports.find((candidate) => (typeof port === "string" ? candidate.name === port : candidate.port === port));

/**
 * Whether instance targets can be reached. A file need not say node ports: the API server hands them out
 * to Services of type NodePort and LoadBalancer when they are created.
 */
export function hasNodePort(service: Service, port: ServicePort): boolean {
  if (port.nodePort !== undefined) return true;
  const stored = service.meta.uid !== "";
  return !stored && (service.type === "NodePort" || (service.type === "LoadBalancer" && service.allocatesNodePorts));
}

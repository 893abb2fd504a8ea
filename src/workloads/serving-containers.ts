import type { PortRef, Service, ServicePort } from "#model/load-balancers/routing.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { Container, PodSpec } from "#model/workloads/workload.ts";

/** Every request passes through them before it reaches the container that it is for, whatever ports they declare. */
const meshProxies: ReadonlySet<string> = new Set(["istio-proxy", "linkerd-proxy", "consul-dataplane", "kuma-sidecar"]);

/**
 * The containers whose end is the end of the service: those that declare a port of a target, and the proxies in front of them. All that
 * count where none declares one, because a container serves on any port that it likes.
 */
export function servingContainers(
  { containers }: PodSpec,
  counted: readonly number[],
  ports: readonly PortRef[],
): readonly number[] {
  const wanted = new Set(ports);
  const serves = (container: Container | undefined): boolean =>
    container?.ports.some(({ name, port }) => wanted.has(port) || (name !== "" && wanted.has(name))) === true;
  if (!counted.some((index) => serves(containers[index]))) return counted;
  return counted.filter((index) => serves(containers[index]) || meshProxies.has(containers[index]?.name ?? ""));
}

/** The container ports behind the target groups; behind the Services where no target group is known. */
export function targetPorts(services: readonly Service[], targetGroups: readonly TargetGroup[]): readonly PortRef[] {
  if (targetGroups.length === 0) return services.flatMap(({ ports }) => ports.map(({ targetPort }) => targetPort));
  return targetGroups.flatMap((group) => {
    const service = services.find(({ meta }) => meta.name === group.service && meta.namespace === group.namespace);
    const ports = service?.ports ?? [];
    const named = ports.filter((port) => isPort(port, group.port));
    return (named.length > 0 ? named : ports).map(({ targetPort }) => targetPort);
  });
}

const isPort = ({ name, port }: ServicePort, written: PortRef): boolean =>
  port === written || name === written || String(port) === written;

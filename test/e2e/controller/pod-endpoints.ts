import type { Target } from "../alb/target.ts";
import { type Endpoint, isTrue, type Slice, type WatchedNode, type WatchedPod } from "./watched.ts";

/** A Pod that belongs into a target group, at the address under which it is registered. */
export interface PodEndpoint extends Target {
  readonly pod: WatchedPod;
}

export interface EndpointSources {
  /** Those of the Service. */
  readonly slices: readonly Slice[];
  /** Name of the Service's port, empty for the only one. */
  readonly portName: string;
  readonly podNamed: (name: string) => WatchedPod | undefined;
  readonly nodeNamed: (name: string) => WatchedNode | undefined;
}

interface Candidate extends PodEndpoint {
  readonly endpoint: Endpoint;
}

/**
 * Which Pods are registered as `ip` targets (AWS Load Balancer Controller 3.5, pkg/backend/endpoint_resolver.go): an endpoint that
 * is ready, or one that is not terminating and whose containers are ready on a Ready node, so that readiness gates hold nothing
 * back. Where there is none at all, Pods whose containers are ready on nodes of unknown state, terminating ones too.
 */
export function podEndpoints(sources: EndpointSources): readonly PodEndpoint[] {
  const candidates = candidatesOf(sources);
  const nodeOf = ({ endpoint }: Candidate): string | undefined => sources.nodeNamed(endpoint.node ?? "")?.ready;
  const ready = candidates.filter(
    (candidate) =>
      (candidate.endpoint.ready ?? true) ||
      (!candidate.endpoint.terminating && isTrue(candidate.pod, "ContainersReady") && nodeOf(candidate) === "True"),
  );
  const chosen =
    ready.length > 0
      ? ready
      : candidates.filter((candidate) => isTrue(candidate.pod, "ContainersReady") && nodeOf(candidate) === "Unknown");
  return chosen.map(({ ip, port, pod }) => ({ ip, port, pod }));
}

function candidatesOf({ slices, portName, podNamed }: EndpointSources): readonly Candidate[] {
  return slices.flatMap(({ ports, endpoints }) => {
    const port = ports.find(({ name }) => name === portName)?.port;
    if (port === undefined) return [];
    return endpoints.flatMap((endpoint) => {
      const pod = endpoint.pod === undefined ? undefined : podNamed(endpoint.pod);
      return pod === undefined ? [] : [{ ip: endpoint.ip, port, pod, endpoint }];
    });
  });
}

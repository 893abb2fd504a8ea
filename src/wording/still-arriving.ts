import type { Finding } from "#model/findings/finding.ts";

/** Why requests reach a terminating Pod: the Pod is a target, or its node is and forwards to it. */
export function stillArriving({ stoppedBy, loadBalancer, through }: Finding["details"]): string {
  if (through === "service")
    return "kube-proxy and clients in the cluster keep sending new requests until they know that the Pod ends";
  switch (stoppedBy) {
    case "kube-proxy":
      return "nodes forward new connections until kube-proxy has removed the Pod, and kept-alive connections stay until the application closes them";
    case "health-check":
      return "the node keeps receiving new requests until its health check has failed often enough";
    default:
      return loadBalancer === "nlb"
        ? "new connections keep arriving until the load balancer has stopped sending them everywhere, and are then reset or time out"
        : "new requests keep arriving until the load balancer has stopped sending requests everywhere";
  }
}

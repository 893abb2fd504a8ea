import type { Finding } from "#model/findings/finding.ts";

/** Why requests reach a Pod that is ending: the Pod is a target, or its node is and forwards to it. */
export function stillArriving({ stoppedBy, loadBalancer }: Finding["details"]): string {
  switch (stoppedBy) {
    case "kube-proxy":
      return "nodes keep forwarding new connections until kube-proxy has learned that the Pod ends; kept-alive connections stay with it until the application closes them";
    case "health-check":
      return "the node keeps getting new requests until its health check has failed often enough";
    default:
      return loadBalancer === "nlb"
        ? "new connections keep arriving until every part of the load balancer has learned that the Pod ends, and are then reset or time out"
        : "new requests keep arriving until every part of the load balancer has learned that the Pod ends";
  }
}

import type { ServiceProblemId } from "#model/problems/service.ts";
import { detail, place, type SayProblem } from "./say-problem.ts";

const plain: SayProblem = (p) => ({
  what: place(p),
  why: Object.keys(p.details)
    .map((name) => `${name}: ${detail(p, name)}`)
    .join(", "),
  todo: "mend it",
});

/** Sentences of their own are still to be written for each of these. */
export const serviceProblemTexts: Readonly<Record<ServiceProblemId, SayProblem>> = {
  "service-nobody-acts": plain,
  "service-target-type-read-as-instance": plain,
  "service-cluster-ip-with-instance-targets": plain,
  "service-cluster-ip-status-refused": plain,
  "service-node-port-unallocated": plain,
  "service-proxy-protocol-invalid": plain,
  "service-proxy-protocol-port-invalid": plain,
  "service-ports-share-number": plain,
  "service-ports-cannot-merge": plain,
  "service-tls-port-unused": plain,
  "service-quic-unsupported": plain,
  "service-action-invalid": plain,
  "service-action-unread": plain,
};

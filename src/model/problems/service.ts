/** What can be wrong with a Service that requires a network load balancer, and how bad it is. */
export const serviceProblemSeverities = {
  /** `external` without a target type that the controller knows, and no class: nobody makes a load balancer. */
  /** The cloud controller manager makes its load balancer, with nodes as targets. */
  "service-in-tree": "warning",
  /** No controller knows the value of aws-load-balancer-type. */
  "service-type-unknown": "warning",
  /** The workload is treated as if the Service selected it. */
  "service-selects-at-run-time": "warning",
  "service-selects-nothing": "warning",
  "service-unmanaged": "warning",
  /** Anything but `ip` is `instance` here, where an Ingress would be refused. */
  "service-target-type-defaults-to-instance": "warning",
  "service-cluster-ip-with-instance-targets": "error",
  /** The target group works, but every reconcile ends in an event because the API server refuses the status. */
  "service-cluster-ip-status-rejected": "warning",
  "service-node-port-unallocated": "error",
  "service-proxy-protocol-invalid": "error",
  "service-proxy-protocol-port-invalid": "error",
  /** TCP and UDP on one number: one target group, of the first. */
  "service-ports-share-number": "warning",
  "service-ports-cannot-merge": "error",
  /** AWS makes 50 listeners for one load balancer. */
  "service-listeners-over-quota": "warning",
  "service-tls-port-unused": "error",
  "service-quic-unsupported": "error",
  "service-action-invalid": "error",
  /** No listener of that protocol and port. */
  "service-action-unused": "warning",
} as const satisfies Readonly<Record<string, "error" | "warning">>;

export type ServiceProblemId = keyof typeof serviceProblemSeverities;

/** What can be wrong with an Ingress, its class, its parameters and its group, and how bad it is. */
export const ingressProblemSeverities = {
  "ingress-class-missing": "error",
  /** The old annotation and spec.ingressClassName differ, which the API server refuses on CREATE. */
  "ingress-class-annotation-differs": "error",
  "ingress-class-default-ambiguous": "error",
  "ingress-class-parameters-unsupported": "error",
  "ingress-class-params-missing": "error",
  "ingress-class-params-namespace-mismatch": "error",
  /** The old annotation decides alone: the parameters of the class are not applied. */
  "ingress-class-annotation-bypasses-params": "warning",
  /** EKS Auto Mode does not read this annotation. */
  "annotation-unsupported-by-auto-mode": "warning",
  "group-name-invalid": "error",
  "group-order-invalid": "error",
  /** Nothing is wrong here, but another member stops the whole group. */
  "group-reconcile-blocked": "error",
  "load-balancer-attributes-conflict": "error",
  /** Members of one group want different values of what they share. */
  "group-setting-conflict": "error",
  "group-setting-invalid": "error",
  "default-backend-duplicate": "error",
  /** The backend names a `resource`, which the controller's own webhook does not survive. */
  "backend-resource-unsupported": "error",
  "action-unparsable": "error",
  "action-invalid": "error",
  /** Answered with a fixed 503. */
  "action-missing": "warning",
  "action-missing-rejected": "error",
  /** The Service of the only target is missing: answered with a fixed 503. */
  "backend-service-missing": "warning",
  "conditions-invalid": "error",
  /** AWS takes five values for one rule. */
  "conditions-over-quota": "warning",
  /** AWS takes 100 target groups for one load balancer. */
  "target-groups-over-quota": "warning",
  /** AWS makes 50 listeners for one load balancer. */
  "listeners-over-quota": "warning",
  "backend-protocol-unknown": "error",
  "health-check-port-unresolved": "error",
  "listen-ports-invalid": "error",
  "listen-ports-conflict": "error",
  "ssl-redirect-invalid": "error",
  "path-invalid": "error",
  /** An earlier redirect takes all of its requests: the target group exists, no listener uses it. */
  "backend-shadowed": "warning",
  /** The Service carries the same annotation, which replaces the Ingress's as a whole. */
  "annotation-overridden-by-service": "warning",
  /** The parameters of the class say otherwise. */
  "annotation-overridden-by-params": "warning",
} as const satisfies Readonly<Record<string, "error" | "warning">>;

export type IngressProblemId = keyof typeof ingressProblemSeverities;

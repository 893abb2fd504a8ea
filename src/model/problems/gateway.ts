/** What can be wrong with routes, Gateways, ListenerSets and the configurations of group `gateway.k8s.aws`, and how bad it is. */
export const gatewayProblemSeverities = {
  /** Nobody acts on the Gateway, as far as the given objects tell. */
  "gateway-class-missing": "warning",
  "gateway-class-parameters-namespace-missing": "error",
  "gateway-configuration-missing": "error",
  "gateway-default-configuration-missing": "error",
  /** A default must have no target; the controller says so in its log only. */
  "gateway-default-configuration-has-target": "error",
  "gateway-dry-run": "warning",
  "gateway-listener-invalid": "warning",
  "gateway-listener-quic-unsupported": "error",
  "listener-set-not-allowed": "warning",
  "gateway-route-not-attached": "warning",
  /** A TCP, UDP or TLS listener serves one route: the oldest. */
  "gateway-route-shadowed": "warning",
  "gateway-rule-configuration-duplicate": "warning",
  "gateway-backend-kind-unsupported": "warning",
  "gateway-backend-port-missing": "warning",
  "gateway-backend-ref-not-permitted": "warning",
  "gateway-backend-service-missing": "warning",
  "gateway-backend-service-port-missing": "warning",
  "gateway-weight-too-large": "error",
  "gateway-weights-all-zero": "warning",
  "gateway-protocol-unsupported": "error",
  "gateway-target-control-port-unsupported": "error",
  "gateway-health-check-port-unresolved": "error",
  /** Which one counts is not defined; the first of the list is taken. */
  "gateway-configuration-ambiguous": "warning",
  /** The controller never reads it for a Gateway. */
  "gateway-annotation-ignored": "warning",
  /** Another route of the Gateway, or its configuration, stops the whole Gateway. */
  "gateway-reconcile-blocked": "error",
} as const satisfies Readonly<Record<string, "error" | "warning">>;

export type GatewayProblemId = keyof typeof gatewayProblemSeverities;

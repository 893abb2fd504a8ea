import type { GatewayProblemId } from "#model/problems/gateway.ts";
import { detail, place, type SayProblem } from "./say-problem.ts";

const plain: SayProblem = (p) => ({
  what: place(p),
  why: Object.keys(p.details)
    .map((name) => `${name}: ${detail(p, name)}`)
    .join(", "),
  todo: "mend it",
});

/** Sentences of their own are still to be written for each of these. */
export const gatewayProblemTexts: Readonly<Record<GatewayProblemId, SayProblem>> = {
  "gateway-class-missing": plain,
  "gateway-class-parameters-namespace-missing": plain,
  "gateway-configuration-missing": plain,
  "gateway-default-configuration-missing": plain,
  "gateway-default-configuration-has-target": plain,
  "gateway-dry-run": plain,
  "gateway-listener-invalid": plain,
  "gateway-listener-quic-unsupported": plain,
  "listener-set-not-allowed": plain,
  "gateway-route-not-attached": plain,
  "gateway-route-older-wins": plain,
  "gateway-rule-configurations-several": plain,
  "gateway-backend-kind-unknown": plain,
  "gateway-backend-port-missing": plain,
  "gateway-backend-not-granted": plain,
  "gateway-backend-service-missing": plain,
  "gateway-backend-service-port-missing": plain,
  "gateway-weight-too-large": plain,
  "gateway-weights-all-zero": plain,
  "gateway-protocol-unsupported": plain,
  "gateway-target-control-port-unsupported": plain,
  "gateway-health-check-port-unresolved": plain,
  "gateway-configurations-several": plain,
  "gateway-annotation-ignored": plain,
  "gateway-stopped": plain,
};

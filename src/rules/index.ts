/** Every rule there is, by its id. */
import type { RuleId } from "#model/findings/finding.ts";
import { deregistrationDelayUnset } from "./deregistration-delay-unset.ts";
import { deregistrationDelayValid } from "./deregistration-delay-valid.ts";
import { deregistrationOutlivesRequest } from "./deregistration-outlives-request.ts";
import { disruptionBudgetAllowsDrain } from "./disruption-budget-allows-drain.ts";
import { fitsNodeShutdown } from "./fits-node-shutdown.ts";
import { graceOutlivesPrestop } from "./grace-outlives-prestop.ts";
import { graceWithinDeregistration } from "./grace-within-deregistration.ts";
import { keepaliveOutlivesIdle } from "./keepalive-outlives-idle.ts";
import { noPublishNotReadyAddresses } from "./no-publish-not-ready-addresses.ts";
import { prestopCoversPropagation } from "./prestop-covers-propagation.ts";
import { prestopCoversRequests } from "./prestop-covers-requests.ts";
import { prestopOutlivesDeregistration } from "./prestop-outlives-deregistration.ts";
import { readinessGatePresent } from "./readiness-gate-present.ts";
import { readinessProbePresent } from "./readiness-probe-present.ts";
import { replicasAtLeastTwo } from "./replicas-at-least-two.ts";
import { requestOutlivesIdle } from "./request-outlives-idle.ts";
import { requestTimeoutKnown } from "./request-timeout-known.ts";
import { rolloutKeepsCapacity } from "./rollout-keeps-capacity.ts";
import type { Rule } from "./rule.ts";
import { shutdownFitsGrace } from "./shutdown-fits-grace.ts";
import { switchCoversPropagation } from "./switch-covers-propagation.ts";
import { switchKeepsTargets } from "./switch-keeps-targets.ts";
import { trafficPolicyLocal } from "./traffic-policy-local.ts";

export const rules: { readonly [Id in RuleId]: Rule & { readonly id: Id | RuleId } } = {
  "grace-outlives-prestop": graceOutlivesPrestop,
  "shutdown-fits-grace": shutdownFitsGrace,
  "prestop-outlives-deregistration": prestopOutlivesDeregistration,
  "grace-within-deregistration": graceWithinDeregistration,
  "prestop-covers-propagation": prestopCoversPropagation,
  "deregistration-delay-unset": deregistrationDelayUnset,
  "prestop-covers-requests": prestopCoversRequests,
  "request-timeout-known": requestTimeoutKnown,
  "deregistration-outlives-request": deregistrationOutlivesRequest,
  "request-outlives-idle": requestOutlivesIdle,
  "keepalive-outlives-idle": keepaliveOutlivesIdle,
  "deregistration-delay-valid": deregistrationDelayValid,
  "readiness-gate-present": readinessGatePresent,
  "no-publish-not-ready-addresses": noPublishNotReadyAddresses,
  "fits-node-shutdown": fitsNodeShutdown,
  "replicas-at-least-two": replicasAtLeastTwo,
  "readiness-probe-present": readinessProbePresent,
  "disruption-budget-allows-drain": disruptionBudgetAllowsDrain,
  "rollout-keeps-capacity": rolloutKeepsCapacity,
  "traffic-policy-local": trafficPolicyLocal,
  "switch-covers-propagation": switchCoversPropagation,
  "switch-keeps-targets": switchKeepsTargets,
};

/** The named policies that come with Outlive, as data. The sources of every number are in docs/policies.md. */
import type { RuleId, Severity } from "#model/findings/finding.ts";
import { seconds } from "#model/findings/seconds.ts";
import type { Policy, PolicyParameters } from "#model/settings/policy.ts";

export const defaultParameters: PolicyParameters = {
  preStopMargin: seconds(5),
  graceMargin: seconds(5),
  shutdown: seconds(5),
  propagation: {
    albIp: { minimum: seconds(10), chosen: seconds(20) },
    instance: { minimum: seconds(5), chosen: seconds(15) },
    nlbIp: { minimum: seconds(120), chosen: seconds(135) },
    service: { minimum: seconds(10), chosen: seconds(10) },
  },
  unsetDelay: "propagation",
  requestCoverage: "unset-delays",
  suggestedDelay: seconds(35),
  ceiling: seconds(900),
  nodeShutdown: seconds(120),
};

/** What every policy evaluates; losing requests is an error, what may lose them is a warning. */
const always = {
  "grace-outlives-prestop": "error",
  "prestop-covers-propagation": "error",
  "deregistration-delay-valid": "error",
  "no-publish-not-ready-addresses": "error",
  "deregistration-outlives-request": "error",
  "keepalive-outlives-idle": "warning",
  "readiness-gate-present": "warning",
  "fits-node-shutdown": "warning",
  "replicas-at-least-two": "warning",
  "readiness-probe-present": "warning",
  "disruption-budget-allows-drain": "warning",
  "rollout-keeps-capacity": "warning",
  "traffic-policy-local": "warning",
  "switch-covers-propagation": "warning",
  "switch-keeps-targets": "warning",
} as const satisfies Partial<Record<RuleId, Severity>>;

export const builtInPolicies = [
  {
    name: "pod-outlives-target",
    rules: {
      ...always,
      "deregistration-delay-unset": "warning",
      "prestop-outlives-deregistration": "error",
      "prestop-covers-requests": "error",
      "shutdown-fits-grace": "warning",
      "request-outlives-idle": "warning",
    },
    parameters: defaultParameters,
  },
  {
    name: "target-outlives-pod",
    rules: { ...always, "shutdown-fits-grace": "error", "grace-within-deregistration": "error" },
    parameters: defaultParameters,
  },
  {
    name: "pod-outlives-requests",
    rules: {
      ...always,
      "prestop-covers-requests": "error",
      "request-timeout-known": "warning",
      "shutdown-fits-grace": "error",
    },
    parameters: { ...defaultParameters, requestCoverage: "all" },
  },
  {
    name: "propagation",
    rules: { ...always, "shutdown-fits-grace": "error" },
    parameters: defaultParameters,
  },
] as const satisfies readonly Policy[];

export const defaultPolicyName = "pod-outlives-target";

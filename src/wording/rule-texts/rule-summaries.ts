import type { RuleId } from "#model/findings/finding.ts";

interface RuleSummary {
  /** What is wrong with whatever breaks the rule, without the names and numbers of one instance. */
  readonly broken: string;
  readonly todo: string;
}

/** Each rule in general, for lists of rules and for reports that describe a rule once. */
export const ruleSummaries: Readonly<Record<RuleId, RuleSummary>> = {
  "switch-covers-propagation": {
    broken: "old Pods of a Rollout stop while requests still arrive after a switch of its Service",
    todo: "raise scaleDownDelaySeconds and abortScaleDownDelaySeconds, or the preStop sleep",
  },
  "switch-keeps-targets": {
    broken: "a Rollout exchanges all targets of a Service at once",
    todo: "use a canary with trafficRouting.alb and pingPong Services",
  },
  "deregistration-delay-unset": {
    broken: "a route sets no deregistration delay, so the AWS default of 300 s applies",
    todo: "set the deregistration delay of the route to a little more than the longest request",
  },
  "grace-outlives-prestop": {
    broken: "the grace period is not longer than the preStop sleep",
    todo: "raise terminationGracePeriodSeconds above the sleep and the shutdown time",
  },
  "shutdown-fits-grace": {
    broken: "the preStop sleep and the shutdown of the application exceed the grace period",
    todo: "raise terminationGracePeriodSeconds above the sleep and the shutdown time",
  },
  "prestop-outlives-deregistration": {
    broken: "the preStop sleep is not longer than the deregistration delay of the target group",
    todo: "lower the deregistration delay, or make the preStop sleep of every container longer than it",
  },
  "grace-within-deregistration": {
    broken: "the grace period is not shorter than the deregistration delay of the target group",
    todo: "raise the deregistration delay of the route above the grace period",
  },
  "prestop-covers-propagation": {
    broken: "the preStop sleep ends while new requests still arrive",
    todo: "add a preStop sleep to every container that lasts until the load balancer has stopped sending requests",
  },
  "prestop-covers-requests": {
    broken: "the preStop sleep does not cover propagation and the longest request",
    todo: "make the preStop sleep longer, or shorten the longest request",
  },
  "deregistration-outlives-request": {
    broken: "the deregistration delay is not longer than the longest request",
    todo: "raise the deregistration delay of the route above the longest request",
  },
  "request-outlives-idle": {
    broken: "the request timeout is not longer than the idle timeout of the load balancer",
    todo: "lower the idle timeout of the load balancer, or raise the request timeout of the application",
  },
  "keepalive-outlives-idle": {
    broken: "the keep-alive timeout of the application is not longer than the idle timeout of the load balancer",
    todo: "raise the keep-alive timeout of the application above the idle timeout",
  },
  "request-timeout-known": {
    broken: "the policy sizes Pods by the longest request, which is not known",
    todo: "declare the longest request with an annotation, or choose another policy",
  },
  "deregistration-delay-valid": {
    broken: "the deregistration delay is not a number from 0 to 3600",
    todo: "write deregistration_delay.timeout_seconds=N, with N from 0 to 3600",
  },
  "readiness-gate-present": {
    broken: "the readiness gate of a target group is missing, or can never become true",
    todo: "let Outlive or the AWS Load Balancer Controller inject readiness gates, and keep them out of templates",
  },
  "no-publish-not-ready-addresses": {
    broken: "the Service publishes not-ready addresses",
    todo: "set spec.publishNotReadyAddresses to false",
  },
  "fits-node-shutdown": {
    broken: "the grace period is longer than a node waits when it shuts down",
    todo: "lower the deregistration delay so that a shorter sleep is enough, or raise the budget of the nodes",
  },
  "replicas-at-least-two": {
    broken: "the workload has one replica, or may be scaled down to one",
    todo: "run two replicas or more",
  },
  "readiness-probe-present": {
    broken: "a container that serves requests has no readiness probe",
    todo: "add a readinessProbe to the container that serves requests",
  },
  "disruption-budget-allows-drain": {
    broken: "the PodDisruptionBudgets of the workload never allow an eviction",
    todo: "keep one PodDisruptionBudget that allows at least one Pod to be disrupted",
  },
  "rollout-keeps-capacity": {
    broken: "a roll-out stops every Pod before new ones are ready",
    todo: "let a roll-out create new Pods before it stops old ones",
  },
  "traffic-policy-local": {
    broken: "the Service forwards requests to Pods on other nodes",
    todo: "set spec.externalTrafficPolicy to Local, or use ip targets",
  },
};

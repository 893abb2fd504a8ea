import { seconds } from "#model/findings/seconds.ts";
import type { HealthCheck, TargetGroup } from "#model/load-balancers/target-group.ts";
import type { HealthCheckSettings } from "../alb/health-check.ts";
import type { FlowSettings } from "../alb/nlb.ts";
import type { TargetGroupSettings } from "../alb/target-group.ts";

/**
 * Settings of a target group as Kubernetes objects ask for them. The deregistration delay is taken as it is written, because Pods
 * hold to the same seconds; health checks go at the load balancer's pace, because objects cannot ask for less than 5 s.
 */
export function targetGroupSettings(targetGroup: TargetGroup, pace: number): TargetGroupSettings {
  return {
    healthCheck: healthCheckSettings(targetGroup.healthCheck ?? tcpCheck, pace),
    deregistrationDelayMs: targetGroup.deregistrationDelay.value * 1000,
    inUse: targetGroup.usedByListener,
  };
}

/** Defaults of the ELBv2 API for the two attributes. */
export const flowSettings = ({ attributes }: TargetGroup): FlowSettings => ({
  endWithDelay: attributes["deregistration_delay.connection_termination.enabled"] === "true",
  endWhenUnhealthy: attributes["target_health_state.unhealthy.connection_termination.enabled"] !== "false",
});

/** Of an NLB's target group whose settings cannot be read (AWS Load Balancer Controller 3.5, pkg/service). */
const tcpCheck: HealthCheck = {
  protocol: "TCP",
  port: "traffic-port",
  path: null,
  matcher: null,
  interval: seconds(10),
  timeout: seconds(10),
  healthyThreshold: 3,
  unhealthyThreshold: 3,
};

function healthCheckSettings(check: HealthCheck, pace: number): HealthCheckSettings {
  return {
    protocol: check.protocol === "TCP" ? "TCP" : "HTTP",
    path: check.path ?? "/",
    matcher: check.matcher ?? "200",
    port: check.port === "traffic-port" ? undefined : Number(check.port),
    intervalMs: check.interval * 1000 * pace,
    timeoutMs: check.timeout * 1000 * pace,
    healthyThreshold: check.healthyThreshold,
    unhealthyThreshold: check.unhealthyThreshold,
  };
}

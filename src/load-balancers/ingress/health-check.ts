/** The health check of an Ingress's target group. */
import { parseIntOrString } from "#load-balancers/attributes/go-values.ts";
import { healthCheckNumber } from "#load-balancers/attributes/health-check-number.ts";
import { servicePort } from "#load-balancers/attributes/service-port.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { seconds } from "#model/findings/seconds.ts";
import type { Service } from "#model/load-balancers/routing.ts";
import type { HealthCheck } from "#model/load-balancers/target-group.ts";
import type { BackendAnnotations, LocatedAnnotation } from "./backend-annotations.ts";

export interface CheckedTargets {
  readonly service: Service;
  readonly targetType: "ip" | "instance";
  readonly protocol: string;
  readonly protocolVersion: string;
}

/** Defaults of the AWS Load Balancer Controller for Ingress, v2.0 to v3.5. */
const numbers = {
  "healthcheck-interval-seconds": { what: "interval", byDefault: 15 },
  "healthcheck-timeout-seconds": { what: "timeout", byDefault: 5 },
  "healthy-threshold-count": { what: "threshold", byDefault: 2 },
  "unhealthy-threshold-count": { what: "threshold", byDefault: 2 },
} as const;

const trafficPort = "traffic-port";

export function ingressHealthCheck(targets: CheckedTargets, annotations: BackendAnnotations, problems: Problem[]): HealthCheck {
  const grpc = targets.protocolVersion === "GRPC";
  const number = (suffix: keyof typeof numbers): number => numberOf(suffix, annotations, problems);
  return {
    protocol: protocolOf(targets, annotations, problems),
    port: portOf(targets, annotations.find("healthcheck-port"), problems),
    path: annotations.find("healthcheck-path")?.value ?? (grpc ? "/AWS.ALB/healthcheck" : "/"),
    matcher: annotations.find("success-codes")?.value ?? (grpc ? "12" : "200"),
    interval: seconds(number("healthcheck-interval-seconds")),
    timeout: seconds(number("healthcheck-timeout-seconds")),
    healthyThreshold: number("healthy-threshold-count"),
    unhealthyThreshold: number("unhealthy-threshold-count"),
  };
}

function numberOf(suffix: keyof typeof numbers, annotations: BackendAnnotations, problems: Problem[]): number {
  const { what, byDefault } = numbers[suffix];
  const found = annotations.integer(suffix);
  const given = found && { value: found.value, object: found.at.object, field: found.at.key, text: found.at.value };
  return healthCheckNumber(what, given, byDefault, problems);
}

function protocolOf({ protocol }: CheckedTargets, annotations: BackendAnnotations, problems: Problem[]): string {
  const found = annotations.find("healthcheck-protocol");
  if (found === undefined || found.value === "HTTP" || found.value === "HTTPS") return found?.value ?? protocol;
  problems.push(problem("backend-protocol-unknown", found.object, found.key, { value: found.value, accepted: "HTTP, HTTPS" }));
  return protocol;
}

/** A name is looked up among the ports of the Service; what stands behind it must be a number. */
function portOf({ service, targetType }: CheckedTargets, found: LocatedAnnotation | undefined, problems: Problem[]): string {
  if (found === undefined || found.value === trafficPort) return trafficPort;
  const written = parseIntOrString(found.value);
  if (typeof written === "number") return String(written);
  const refuse = (reason: string): string => {
    problems.push(problem("health-check-port-unresolved", found.object, found.key, { value: found.value, reason }));
    return trafficPort;
  };
  const port = servicePort(service, written);
  if (port === undefined)
    return refuse(`unable to find port ${written} on service ${service.meta.namespace}/${service.meta.name}`);
  if (targetType === "instance") return port.nodePort === undefined ? written : String(port.nodePort);
  if (typeof port.targetPort === "number") return String(port.targetPort);
  return refuse("cannot use named healthCheckPort for IP TargetType when service's targetPort is a named port");
}

import { healthCheckNumber } from "#load-balancers/attributes/health-check-number.ts";
import { type HealthCheckPort, healthCheckPort } from "#load-balancers/attributes/target-group-ports.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { seconds } from "#model/findings/seconds.ts";
import type { Sourced } from "#model/findings/sourced.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import type { HealthCheckBlock } from "#model/load-balancers/gateway-configuration.ts";
import type { Service } from "#model/load-balancers/routing.ts";
import type { HealthCheck, TargetGroup } from "#model/load-balancers/target-group.ts";

export interface HealthCheckQuestion {
  readonly requested: Sourced<HealthCheckBlock> | undefined;
  readonly loadBalancer: "alb" | "nlb";
  readonly targetType: TargetGroup["targetType"];
  readonly protocol: string;
  readonly protocolVersion: string | undefined;
  readonly service: Service;
  /** Reported where nothing else was requested. */
  readonly object: ObjectRef;
}

/** Defaults of the AWS Load Balancer Controller 3.5 for Gateways, which differ from those for Ingresses and Services. */
const clusterDefaults = { interval: 15, timeout: 5, healthyThreshold: 3, unhealthyThreshold: 3 } as const;

/** An NLB's instance targets behind `externalTrafficPolicy: Local` check whether their node has a Pod. */
const localDefaults = { interval: 10, timeout: 6, healthyThreshold: 2, unhealthyThreshold: 2 } as const;

/** Adds a problem for what the controller or AWS would reject; the default is used instead. */
export function gatewayHealthCheck(question: HealthCheckQuestion, problems: Problem[]): HealthCheck {
  const { requested, service, targetType, loadBalancer } = question;
  const isLocal = loadBalancer === "nlb" && targetType === "instance" && service.externalTrafficPolicy === "Local";
  const at = requested?.source.from === "object" ? requested.source : { object: question.object, field: "" };
  const defaults = isLocal ? localDefaults : clusterDefaults;
  const number = (what: "interval" | "timeout" | "threshold", field: string, value: number | undefined, byDefault: number) => {
    const given =
      value === undefined ? undefined : { value, object: at.object, field: `${at.field}.${field}`, text: String(value) };
    return healthCheckNumber(what, given, byDefault, problems);
  };
  const block = requested?.value;
  const port = portOf(question, isLocal);
  if (!port.ok) {
    const details = { value: block?.port ?? "", reason: port.reason };
    problems.push(problem("gateway-health-check-port-unresolved", at.object, `${at.field}.healthCheckPort`, details));
  }
  const protocol = protocolOf(question, isLocal);
  return {
    protocol,
    port: port.ok ? port.port : "traffic-port",
    path: pathOf(question, protocol, isLocal),
    matcher: matcherOf(question, protocol),
    interval: seconds(number("interval", "healthCheckInterval", block?.interval, defaults.interval)),
    timeout: seconds(number("timeout", "healthCheckTimeout", block?.timeout, defaults.timeout)),
    healthyThreshold: number("threshold", "healthyThresholdCount", block?.healthyThreshold, defaults.healthyThreshold),
    unhealthyThreshold: number("threshold", "unhealthyThresholdCount", block?.unhealthyThreshold, defaults.unhealthyThreshold),
  };
}

/** The API server hands out the health check node port; a manifest file does not show it. */
function portOf({ requested, service, targetType }: HealthCheckQuestion, isLocal: boolean): HealthCheckPort {
  const given = requested?.value.port;
  if (given === undefined && isLocal) return { ok: true, port: String(service.healthCheckNodePort ?? "healthCheckNodePort") };
  return healthCheckPort(given ?? "traffic-port", service, targetType);
}

function protocolOf({ requested, loadBalancer, protocol }: HealthCheckQuestion, isLocal: boolean): string {
  const given = requested?.value.protocol;
  if (given !== undefined) return given === "TCP" || given === "HTTPS" ? given : "HTTP";
  if (loadBalancer === "alb") return protocol;
  return isLocal ? "HTTP" : "TCP";
}

function pathOf({ requested, protocolVersion }: HealthCheckQuestion, protocol: string, isLocal: boolean): string | null {
  if (protocol === "TCP") return null;
  const byDefault = isLocal ? "/healthz" : "/";
  return requested?.value.path ?? (protocolVersion === "GRPC" ? "/AWS.ALB/healthcheck" : byDefault);
}

function matcherOf({ requested, protocolVersion }: HealthCheckQuestion, protocol: string): string | null {
  if (protocol === "TCP") return null;
  return protocolVersion === "GRPC" ? (requested?.value.grpcCode ?? "12") : (requested?.value.httpCode ?? "200-399");
}

import { healthCheckPort } from "#facts/port-of-service.ts";
import type { HealthCheckBlock } from "#model/gateway-configuration.ts";
import { type Problem, problem } from "#model/problem.ts";
import type { ObjectRef } from "#model/refs.ts";
import type { Service } from "#model/routing.ts";
import { seconds } from "#model/seconds.ts";
import type { Sourced } from "#model/sourced.ts";
import type { HealthCheck } from "#model/target-group.ts";

export interface HealthCheckQuestion {
  readonly asked: Sourced<HealthCheckBlock> | undefined;
  readonly loadBalancer: "alb" | "nlb";
  readonly targetType: "ip" | "instance";
  readonly protocol: string;
  readonly protocolVersion: string | undefined;
  readonly service: Service;
  /** Blamed where nothing else was asked. */
  readonly object: ObjectRef;
}

export type HealthCheckReading =
  | { readonly ok: true; readonly healthCheck: HealthCheck; readonly problems: readonly Problem[] }
  | { readonly ok: false; readonly problem: Problem };

/** Defaults of the AWS Load Balancer Controller 3.5 for Gateways, which differ from those for Ingresses and Services. */
const usual = { interval: 15, timeout: 5, healthyThreshold: 3, unhealthyThreshold: 3 } as const;

/** An NLB's instance targets behind `externalTrafficPolicy: Local` are asked whether their node has a Pod. */
const local = { interval: 10, timeout: 6, healthyThreshold: 2, unhealthyThreshold: 2 } as const;

export function gatewayHealthCheck(question: HealthCheckQuestion): HealthCheckReading {
  const { asked, service, targetType, loadBalancer } = question;
  const isLocal = loadBalancer === "nlb" && targetType === "instance" && service.externalTrafficPolicy === "Local";
  const nodePort = isLocal && asked?.value.port === undefined ? String(service.healthCheckNodePort ?? 0) : undefined;
  const port = nodePort === undefined ? healthCheckPort(asked?.value.port ?? "traffic-port", service, targetType) : { ok: true, port: nodePort } as const;
  const at = asked?.source.from === "object" ? asked.source : { object: question.object, field: "" };
  if (!port.ok) {
    const details = { value: asked?.value.port ?? "", reason: port.reason };
    return { ok: false, problem: problem("gateway-health-check-port-unresolved", at.object, `${at.field}.healthCheckPort`, details) };
  }
  const problems: Problem[] = [];
  const defaults = isLocal ? local : usual;
  const number = (field: string, given: number | undefined, byDefault: number, least: number, most: number): number => {
    if (given === undefined) return byDefault;
    if (given >= least && given <= most) return given;
    const accepted = `a whole number from ${least} to ${most}`;
    problems.push(problem("health-check-value-invalid", at.object, `${at.field}.${field}`, { value: String(given), accepted }));
    return byDefault;
  };
  const block = asked?.value;
  const protocol = protocolOf(question, isLocal);
  const healthCheck: HealthCheck = {
    protocol,
    port: port.port,
    path: pathOf(question, protocol, isLocal),
    matcher: matcherOf(question, protocol),
    interval: seconds(number("healthCheckInterval", block?.interval, defaults.interval, 5, 300)),
    timeout: seconds(number("healthCheckTimeout", block?.timeout, defaults.timeout, 2, 120)),
    healthyThreshold: number("healthyThresholdCount", block?.healthyThreshold, defaults.healthyThreshold, 2, 10),
    unhealthyThreshold: number("unhealthyThresholdCount", block?.unhealthyThreshold, defaults.unhealthyThreshold, 2, 10),
  };
  return { ok: true, healthCheck, problems };
}

function protocolOf({ asked, loadBalancer, protocol }: HealthCheckQuestion, isLocal: boolean): string {
  const given = asked?.value.protocol;
  if (given !== undefined) return given === "TCP" || given === "HTTPS" ? given : "HTTP";
  if (loadBalancer === "alb") return protocol;
  return isLocal ? "HTTP" : "TCP";
}

function pathOf({ asked, protocolVersion }: HealthCheckQuestion, protocol: string, isLocal: boolean): string | null {
  if (protocol === "TCP") return null;
  const byDefault = isLocal ? "/healthz" : "/";
  return asked?.value.path ?? (protocolVersion === "GRPC" ? "/AWS.ALB/healthcheck" : byDefault);
}

function matcherOf({ asked, protocolVersion }: HealthCheckQuestion, protocol: string): string | null {
  if (protocol === "TCP") return null;
  return protocolVersion === "GRPC" ? (asked?.value.grpcCode ?? "12") : (asked?.value.httpCode ?? "200-399");
}

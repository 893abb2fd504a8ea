import { servicePrefix } from "#load-balancers/attributes/annotations.ts";
import { parseInt32 } from "#load-balancers/attributes/go-values.ts";
import { healthCheckNumber } from "#load-balancers/attributes/health-check-number.ts";
import { healthCheckPort } from "#load-balancers/attributes/target-group-ports.ts";
import type { Problem } from "#model/findings/problem.ts";
import { seconds } from "#model/findings/seconds.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import type { Service } from "#model/load-balancers/routing.ts";
import type { HealthCheck, TargetGroup } from "#model/load-balancers/target-group.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import { accept, type OrRefusal, refuse } from "./refusal.ts";
import { serviceAnnotation } from "./service-annotation.ts";

export interface ServiceHealthCheck {
  readonly healthCheck: HealthCheck;
  readonly problems: readonly Problem[];
}

/** Defaults of the AWS Load Balancer Controller 3.5 for Services; in whole seconds. */
const clusterDefaults = { protocol: "TCP", path: "/", interval: 10, timeout: 10, healthy: 3, unhealthy: 3 } as const;

/** Instance targets behind `externalTrafficPolicy: Local` check whether their node has a Pod. */
const localDefaults = { protocol: "HTTP", path: "/healthz", interval: 10, timeout: 6, healthy: 2, unhealthy: 2 } as const;

/** Of a target group of `service` by the annotations of `base`. */
export function serviceHealthCheck(
  base: Service,
  service: Service,
  targetType: TargetGroup["targetType"],
  flags: ControllerFlags,
): OrRefusal<ServiceHealthCheck> {
  const isLocal = targetType === "instance" && service.externalTrafficPolicy === "Local" && service.type === "LoadBalancer";
  const defaults = isLocal ? localDefaults : clusterDefaults;
  const protocol = (textOf(base, "protocol") ?? defaults.protocol).toUpperCase();
  if (!["TCP", "HTTP", "HTTPS"].includes(protocol)) {
    return refuse(base, keyOf("protocol"), "health-check-value-invalid", { value: protocol, accepted: "TCP, HTTP, HTTPS" });
  }
  const port = portOf(base, service, targetType, isLocal);
  if (!port.ok) return port;
  const problems: Problem[] = [];
  const numbers = numbersOf(base, defaults, flags, problems);
  if (!numbers.ok) return numbers;
  const matcher = flags.nlbHealthCheckAdvancedConfig ? (textOf(base, "success-codes") ?? "200-399") : null;
  const healthCheck: HealthCheck = {
    protocol,
    port: port.value,
    path: protocol === "TCP" ? null : (textOf(base, "path") ?? defaults.path),
    matcher: protocol === "TCP" ? null : matcher,
    interval: seconds(numbers.value.interval),
    timeout: seconds(numbers.value.timeout),
    healthyThreshold: numbers.value.healthy,
    unhealthyThreshold: numbers.value.unhealthy,
  };
  return accept({ healthCheck, problems });
}

const keyOf = (suffix: string): string => `${servicePrefix}/aws-load-balancer-healthcheck-${suffix}`;

const textOf = (base: Service, suffix: string): string | undefined => serviceAnnotation(base, `healthcheck-${suffix}`)?.value;

function portOf(base: Service, service: Service, targetType: TargetGroup["targetType"], isLocal: boolean): OrRefusal<string> {
  const requested = textOf(base, "port");
  if (requested === undefined && isLocal) return accept(String(base.healthCheckNodePort ?? "healthCheckNodePort"));
  const port = healthCheckPort(requested ?? "traffic-port", service, targetType);
  if (port.ok) return accept(port.port);
  return refuse(base, keyOf("port"), "health-check-port-unresolved", { value: requested ?? "", reason: port.reason });
}

interface Numbers {
  readonly interval: number;
  readonly timeout: number;
  readonly healthy: number;
  readonly unhealthy: number;
}

/** The controller refuses what is no integer; what AWS does not accept is found out only when it is deployed. */
function numbersOf(base: Service, defaults: Numbers, flags: ControllerFlags, problems: Problem[]): OrRefusal<Numbers> {
  const wanted = [
    { name: "interval", what: "interval", suffix: "interval", read: true },
    { name: "timeout", what: "timeout", suffix: "timeout", read: flags.nlbHealthCheckAdvancedConfig },
    { name: "healthy", what: "threshold", suffix: "healthy-threshold", read: true },
    { name: "unhealthy", what: "threshold", suffix: "unhealthy-threshold", read: true },
  ] as const;
  let numbers: Numbers = defaults;
  for (const { name, what, suffix, read } of wanted) {
    const text = read ? textOf(base, suffix) : undefined;
    if (text === undefined) continue;
    const value = parseInt32(text);
    if (value === undefined) return refuse(base, keyOf(suffix), "integer-unparsable", { value: text });
    const given = { value, object: refOf(base.meta), field: keyOf(suffix), text };
    numbers = { ...numbers, [name]: healthCheckNumber(what, given, defaults[name], problems) };
  }
  return accept(numbers);
}

import { servicePrefix } from "#load-balancers/attributes/annotations.ts";
import { delayInForce, plainAttributes, sourcedAttributeProblems } from "#load-balancers/attributes/effective-attributes.ts";
import { nextDelay } from "#load-balancers/attributes/next-delay.ts";
import { readStringMap } from "#load-balancers/attributes/string-map.ts";
import { assumedDelay } from "#load-balancers/attributes/target-group-attributes.ts";
import { hashedName } from "#load-balancers/attributes/target-group-name.ts";
import { targetGroupPort } from "#load-balancers/attributes/target-group-ports.ts";
import type { Problem } from "#model/findings/problem.ts";
import type { Seconds } from "#model/findings/seconds.ts";
import type { Sourced } from "#model/findings/sourced.ts";
import { isStored, refOf } from "#model/kubernetes/object-meta.ts";
import type { Service, ServicePort } from "#model/load-balancers/routing.ts";
import type { HealthCheck, TargetGroup } from "#model/load-balancers/target-group.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import { valueOr } from "./refusal.ts";
import { serviceAnnotation } from "./service-annotation.ts";
import { serviceAttributes } from "./service-attributes.ts";
import { serviceHealthCheck } from "./service-health-check.ts";
import type { NlbController } from "./service-ownership.ts";
import { serviceTargetType } from "./service-target-type.ts";

/** One port of a Service behind a listener of `base`, which is the same Service but behind a weighted listener. */
export interface ServiceBackend {
  readonly base: Service;
  readonly service: Service;
  readonly port: ServicePort;
  readonly protocol: string;
  readonly idleTimeout: Sourced<Seconds>;
  readonly owner: NlbController;
}

/**
 * Everything follows from the annotations of the base Service; those of a Service that it forwards to are not read.
 * Where the controller rejects something, the rest is still reported, and the rejection is among the problems.
 */
export function serviceTargetGroup(backend: ServiceBackend, flags: ControllerFlags): TargetGroup {
  const { base, service, port, owner } = backend;
  const problems: Problem[] = [];
  const byDefault = owner === "auto-mode" ? "ip" : flags.defaultTargetType;
  const targetType = valueOr(serviceTargetType(base, service, port, byDefault, flags), "unknown", problems);
  const health = valueOr(serviceHealthCheck(base, service, targetType, flags), undefined, problems);
  const found = valueOr(serviceAttributes(base, port.port), { attributes: new Map(), problems: [], refused: true }, problems);
  const declared = new Map([...found.attributes].filter(([, { source }]) => source.from === "object"));
  problems.push(...found.problems, ...sourcedAttributeProblems(declared), ...(health?.problems ?? []));
  const next = nextDelay(base === service ? [base.meta] : [base.meta, service.meta], problems);
  return {
    loadBalancer: "nlb",
    origin: refOf(base.meta),
    binding: owner === "auto-mode" ? undefined : predictedName(backend, targetType, health?.healthCheck, flags),
    bindingGroup: owner === "auto-mode" ? "eks.amazonaws.com" : "elbv2.k8s.aws",
    namespace: service.meta.namespace,
    service: service.meta.name,
    port: port.port,
    targetType,
    attributes: plainAttributes(declared),
    deregistrationDelay: found.refused ? assumedDelay : delayInForce(declared),
    delaySetting: delaySettingOf(base),
    nextDeregistrationDelay: next,
    healthCheck: health?.healthCheck,
    idleTimeout: backend.idleTimeout,
    usedByListener: true,
    problems,
  };
}

/** The annotation for all ports: one for a single port wins over it, but nobody needs one only for the delay. */
function delaySettingOf(base: Service): TargetGroup["delaySetting"] {
  const found = serviceAnnotation(base, "target-group-attributes");
  const reading = readStringMap(found?.value ?? "");
  return {
    object: refOf(base.meta),
    field: found?.key ?? `${servicePrefix}/aws-load-balancer-target-group-attributes`,
    form: "pairs",
    attributes: reading.ok ? reading.map : {},
  };
}

/** Undefined where the name cannot be predicted: it is made of UIDs and, for instance targets, of the node port. */
function predictedName(
  { base, service, port, protocol }: ServiceBackend,
  targetType: TargetGroup["targetType"],
  healthCheck: HealthCheck | undefined,
  { clusterName }: ControllerFlags,
): string | undefined {
  if (clusterName === undefined || !isStored(service.meta) || !isStored(base.meta)) return undefined;
  const targetPort = targetType === "unknown" ? undefined : targetGroupPort(port, targetType);
  if (targetPort === undefined || healthCheck === undefined) return undefined;
  return hashedName(service.meta.namespace, service.meta.name, [
    clusterName,
    base === service ? "" : base.meta.uid,
    service.meta.uid,
    String(targetPort),
    String(port.port),
    targetType,
    protocol,
    healthCheck.protocol,
    String(healthCheck.interval),
  ]);
}

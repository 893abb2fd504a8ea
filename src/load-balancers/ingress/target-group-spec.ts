/** The settings of the target group for one Ingress, Service and port. */
import { albPrefix } from "#load-balancers/attributes/annotations.ts";
import { hasNodePort, servicePort } from "#load-balancers/attributes/service-port.ts";
import { readStringMap, type StringMap, type StringMapReading } from "#load-balancers/attributes/string-map.ts";
import { assumedDelay, attributeProblems, delayOf } from "#load-balancers/attributes/target-group-attributes.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import type { Seconds } from "#model/findings/seconds.ts";
import { fromObject, type Sourced } from "#model/findings/sourced.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import type { DelaySetting } from "#model/load-balancers/delay-setting.ts";
import type { IngressClassParams, ServicePort } from "#model/load-balancers/routing.ts";
import type { HealthCheck } from "#model/load-balancers/target-group.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import type { BackendTarget } from "./backend-action.ts";
import { type BackendAnnotations, backendAnnotations } from "./backend-annotations.ts";
import type { GroupMember } from "./group.ts";
import { ingressHealthCheck } from "./health-check.ts";

export interface TargetGroupSpec {
  readonly targetType: "ip" | "instance";
  readonly protocol: string;
  readonly protocolVersion: string;
  /** nodePort or targetPort; 1 for a named targetPort; undefined where the API server has not handed out the node port yet. */
  readonly port: number | undefined;
  readonly targetControlPort: number | undefined;
  readonly attributes: StringMap;
  readonly deregistrationDelay: Sourced<Seconds>;
  readonly delaySetting: DelaySetting;
  readonly healthCheck: HealthCheck;
}

/** Undefined only where there is no such port; everything else that is wrong adds a problem and falls back to the default. */
export function targetGroupSpec(
  { ingress, params }: GroupMember,
  { service, port, field }: BackendTarget,
  defaultTargetType: ControllerFlags["defaultTargetType"],
  flags: ControllerFlags,
  problems: Problem[],
): TargetGroupSpec | undefined {
  const found = servicePort(service, port);
  if (found === undefined) {
    problems.push(
      problem("service-port-missing", refOf(ingress.meta), field, { service: service.meta.name, port: String(port) }),
    );
    return undefined;
  }
  const annotations = backendAnnotations(ingress, service, problems);
  const known = targetTypeOf(annotations, params, defaultTargetType, flags, problems);
  const targetType = known ?? defaultTargetType;
  const protocol = oneOf(annotations, "backend-protocol", ["HTTP", "HTTPS"], problems);
  const protocolVersion = oneOf(annotations, "backend-protocol-version", ["HTTP1", "HTTP2", "GRPC"], problems);
  const healthCheck = ingressHealthCheck({ service, targetType, protocol, protocolVersion }, annotations, problems);
  if (known === "instance" && !hasNodePort(service, found)) {
    problems.push(problem("node-port-missing", refOf(ingress.meta), field, { service: service.meta.name, type: service.type }));
  }
  if (known === "instance") checkNodeLabels(annotations, problems);
  return {
    targetType,
    protocol,
    protocolVersion,
    port: targetGroupPort(targetType, found),
    targetControlPort: annotations.integer(`target-control-port.${service.meta.name}.${port}`)?.value,
    ...attributesOf(annotations, refOf(ingress.meta), problems),
    healthCheck,
  };
}

/** Undefined where the controller does not know the type. */
function targetTypeOf(
  annotations: BackendAnnotations,
  params: IngressClassParams | undefined,
  byDefault: "ip" | "instance",
  flags: ControllerFlags,
  problems: Problem[],
): "ip" | "instance" | undefined {
  const annotation = annotations.find("target-type");
  const fromParams = params?.targetType;
  const value = fromParams ?? annotation?.value ?? byDefault;
  const at =
    params !== undefined && fromParams !== undefined
      ? { object: refOf(params.meta), key: "spec.targetType" }
      : (annotation ?? undefined);
  if (params !== undefined && fromParams !== undefined && annotation !== undefined && annotation.value !== fromParams) {
    const details = { params: params.meta.name, hidden: annotation.value, used: fromParams };
    problems.push(problem("annotation-overridden-by-params", annotation.object, annotation.key, details));
  }
  if (value === "instance") return value;
  if (value === "ip") {
    if (!flags.enableIPTargetType && at !== undefined)
      problems.push(problem("target-type-ip-disabled", at.object, at.key, { value }));
    return value;
  }
  if (at !== undefined) problems.push(problem("target-type-unknown", at.object, at.key, { value }));
  return undefined;
}

function oneOf(
  annotations: BackendAnnotations,
  suffix: string,
  accepted: readonly [string, ...string[]],
  problems: Problem[],
): string {
  const found = annotations.find(suffix);
  if (found === undefined || accepted.includes(found.value)) return found?.value ?? accepted[0];
  const details = { value: found.value, accepted: accepted.join(", ") };
  problems.push(problem("backend-protocol-unknown", found.object, found.key, details));
  return accepted[0];
}

/** Nodes are chosen by these labels; nothing here depends on them, but a wrong text stops the group. */
function checkNodeLabels(annotations: BackendAnnotations, problems: Problem[]): void {
  const at = annotations.find("target-node-labels");
  if (at === undefined || readStringMap(at.value).ok) return;
  problems.push(problem("attributes-unparsable", at.object, at.key, { text: at.value }));
}

const targetGroupPort = (targetType: "ip" | "instance", { nodePort, targetPort }: ServicePort): number | undefined =>
  targetType === "instance" ? nodePort : typeof targetPort === "number" ? targetPort : 1;

function attributesOf(
  annotations: BackendAnnotations,
  ingress: ObjectRef,
  problems: Problem[],
): Pick<TargetGroupSpec, "attributes" | "deregistrationDelay" | "delaySetting"> {
  const at = annotations.find("target-group-attributes") ?? {
    object: ingress,
    key: `${albPrefix}/target-group-attributes`,
    value: "",
  };
  const delaySetting: DelaySetting = { object: at.object, field: at.key, form: "pairs", attributes: {} };
  const reading = readStringMap(at.value);
  if (!reading.ok) {
    problems.push(problem("attributes-unparsable", at.object, at.key, { text: at.value }));
    return { attributes: {}, deregistrationDelay: assumedDelay, delaySetting };
  }
  const older = olderReading(reading);
  if (older !== undefined) problems.push(problem("attributes-not-portable", at.object, at.key, { text: at.value, older }));
  problems.push(...attributeProblems(reading.map, at.object, at.key));
  return {
    attributes: reading.map,
    deregistrationDelay: delayOf(reading.map, fromObject(at.object, at.key)),
    delaySetting: { ...delaySetting, attributes: reading.map },
  };
}

function olderReading({ older }: Extract<StringMapReading, { ok: true }>): string | undefined {
  switch (older.reads) {
    case "same":
      return undefined;
    case "refused":
      return "they reject it";
    case "other":
      return `they read ${JSON.stringify(older.map)}`;
  }
}

import { announcedDelay } from "#facts/announced-delay.ts";
import { delayInForce, plainAttributes, sourcedAttributeProblems } from "#facts/attributes-in-force.ts";
import type { ClusterView } from "#facts/cluster-view.ts";
import { getsNodePort, targetGroupPort } from "#facts/port-of-service.ts";
import { delayKey } from "#facts/target-group-attributes.ts";
import { hashedName } from "#facts/target-group-name.ts";
import type { ControllerFlags } from "#model/controller-flags.ts";
import type { BackendRef, Route } from "#model/gateway.ts";
import { refOf } from "#model/object-meta.ts";
import { type Problem, problem } from "#model/problem.ts";
import type { ObjectRef } from "#model/refs.ts";
import type { Service, ServicePort } from "#model/routing.ts";
import type { Seconds } from "#model/seconds.ts";
import type { Sourced } from "#model/sourced.ts";
import type { TargetGroup } from "#model/target-group.ts";

import { annotationsIgnored } from "./annotations-ignored.ts";
import { configurationOfService } from "./configuration-of-service.ts";
import type { GatewayConfiguration } from "./gateway-configuration.ts";
import { gatewayHealthCheck } from "./gateway-health-check.ts";
import type { OwnedGateway } from "./gateway-ownership.ts";
import { propsForRoute, propsOf } from "./props-for-route.ts";
import { mergeProps, noProps, type SourcedProps } from "./sourced-props.ts";
import { protocolVersionOf, targetGroupProtocol } from "./target-group-protocol.ts";

/** One backend of one route on one port of a Gateway. */
export interface BackendOnGateway {
  readonly owned: OwnedGateway;
  readonly configuration: GatewayConfiguration;
  readonly route: Route;
  readonly backend: BackendRef;
  readonly service: Service;
  readonly port: ServicePort;
  readonly listenerProtocol: string;
  readonly idleTimeout: Sourced<Seconds>;
}

/** A problem that the Gateway cannot be built with stops the whole of it. */
export type GatewayTargetGroupReading =
  | { readonly ok: true; readonly targetGroup: TargetGroup }
  | { readonly ok: false; readonly problem: Problem };

export function gatewayTargetGroup(on: BackendOnGateway, view: ClusterView, flags: ControllerFlags): GatewayTargetGroupReading {
  const found = configurationOfService(on.service, view);
  const props = propsOn(on, found.configuration && propsForRoute(propsOf(found.configuration), on.route));
  const targetType = props.targetType?.value ?? flags.defaultTargetType;
  if (targetType !== "ip" && targetType !== "instance") return refuse(placed(props.targetType, on), "target-type-unknown", { value: targetType });
  const protocol = targetGroupProtocol(props.protocol?.value, on.owned.loadBalancer, on.listenerProtocol, on.route.kind);
  if (!protocol.ok) {
    return refuse(placed(props.protocol, on), "gateway-protocol-unsupported", { value: protocol.value, accepted: protocol.accepted });
  }
  const protocolVersion = protocolVersionOf(props.protocolVersion?.value, on.owned.loadBalancer, on.listenerProtocol, on.route.kind);
  const health = gatewayHealthCheck({
    asked: props.healthCheck,
    loadBalancer: on.owned.loadBalancer,
    targetType,
    protocol: protocol.value,
    protocolVersion,
    service: on.service,
    object: refOf(on.route.meta),
  });
  if (!health.ok) return health;
  const controlPort = controlPortFault(props, protocol.value, targetType);
  if (controlPort !== undefined) {
    return refuse(placed(props.targetControlPort, on), "gateway-target-control-port-unsupported", { reason: controlPort });
  }
  const targetPort = targetGroupPort(on.port, targetType);
  if (targetType === "instance" && targetPort === undefined && !getsNodePort(on.service)) {
    const details = { service: on.service.meta.name, type: on.service.type };
    return refuse({ object: refOf(on.route.meta), field: on.backend.field }, "node-port-missing", details);
  }
  const problems: Problem[] = [...found.problems, ...sourcedAttributeProblems(props.attributes), ...health.problems];
  const metas = [on.route.meta, on.owned.gateway.meta, on.service.meta, ...(found.configuration ? [found.configuration.meta] : [])];
  const announced = announcedDelay(metas, problems);
  if (!props.attributes.has(delayKey)) problems.push(...annotationsIgnored(on.service.meta));
  const targetGroup: TargetGroup = {
    loadBalancer: on.owned.loadBalancer,
    origin: refOf(on.owned.gateway.meta),
    binding: props.targetGroupName?.value ?? predictedName({ on, props, targetType, targetPort, protocol: protocol.value, protocolVersion }, flags),
    bindingGroup: "elbv2.k8s.aws",
    namespace: on.service.meta.namespace,
    service: on.service.meta.name,
    port: on.port.port,
    targetType,
    attributes: plainAttributes(props.attributes),
    deregistrationDelay: delayInForce(props.attributes),
    nextDeregistrationDelay: announced,
    healthCheck: health.healthCheck,
    idleTimeout: on.idleTimeout,
    usedByListener: true,
    problems,
  };
  return { ok: true, targetGroup };
}

/** The Service's own TargetGroupConfiguration comes first, then the defaults of the Gateway and its class. */
function propsOn({ configuration, route }: BackendOnGateway, ofService: SourcedProps | undefined): SourcedProps {
  const defaults = configuration.defaults && propsForRoute(configuration.defaults, route);
  return mergeProps(ofService ?? noProps, defaults ?? noProps);
}

interface Place {
  readonly object: ObjectRef;
  readonly field: string;
}

const placed = (value: Sourced<unknown> | undefined, on: BackendOnGateway): Place =>
  value?.source.from === "object" ? value.source : { object: refOf(on.route.meta), field: on.backend.field };

const refuse = (
  { object, field }: Place,
  id: Problem["id"],
  details: Readonly<Record<string, string>>,
): { readonly ok: false; readonly problem: Problem } => ({ ok: false, problem: problem(id, object, field, details) });

function controlPortFault(props: SourcedProps, protocol: string, targetType: "ip" | "instance"): string | undefined {
  if (props.targetControlPort === undefined) return undefined;
  if (protocol !== "HTTP" && protocol !== "HTTPS") return `its protocol is ${protocol}, not HTTP or HTTPS`;
  return targetType === "instance" ? "its target type is instance" : undefined;
}

interface Named {
  readonly on: BackendOnGateway;
  readonly props: SourcedProps;
  readonly targetType: "ip" | "instance";
  readonly targetPort: number | undefined;
  readonly protocol: string;
  readonly protocolVersion: string | undefined;
}

/** Undefined where the name cannot be foretold. No UID goes into it, so a manifest file is enough. */
function predictedName(named: Named, { clusterName }: ControllerFlags): string | undefined {
  const { on, props, targetType, targetPort } = named;
  if (clusterName === undefined || (targetType === "instance" && targetPort === undefined)) return undefined;
  const { gateway } = on.owned;
  return hashedName(on.route.meta.namespace, on.route.meta.name, [
    clusterName,
    gateway.meta.namespace,
    gateway.meta.name,
    on.route.meta.namespace,
    on.route.meta.name,
    on.route.kind,
    on.service.meta.namespace,
    on.service.meta.name,
    String(targetType === "instance" ? targetPort : on.port.targetPort),
    targetType,
    named.protocol,
    named.protocolVersion ?? "",
    props.targetControlPort === undefined ? "" : String(props.targetControlPort.value),
  ]);
}

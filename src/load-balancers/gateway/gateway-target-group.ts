import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { delayInForce, plainAttributes, sourcedAttributeProblems } from "#load-balancers/attributes/effective-attributes.ts";
import { gatewayTargetGroupName } from "#load-balancers/attributes/gateway-target-group-name.ts";
import { nextDelay } from "#load-balancers/attributes/next-delay.ts";
import { hasNodePort } from "#load-balancers/attributes/service-port.ts";
import { targetGroupPort } from "#load-balancers/attributes/target-group-ports.ts";
import { namedPortsInNames } from "#load-balancers/controller/named-ports-in-names.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import type { Seconds } from "#model/findings/seconds.ts";
import type { Sourced } from "#model/findings/sourced.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import type { DelaySetting } from "#model/load-balancers/delay-setting.ts";
import { delayKey } from "#model/load-balancers/delay-setting.ts";
import type { BackendRef, Route } from "#model/load-balancers/gateway.ts";
import type { TargetGroupConfiguration } from "#model/load-balancers/gateway-configuration.ts";
import type { Service, ServicePort } from "#model/load-balancers/routing.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
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

/**
 * Where the controller refuses something, which blocks the whole Gateway, the rest is still reported;
 * the refusal is among the problems of the target group.
 */
export function gatewayTargetGroup(on: BackendOnGateway, view: ClusterView, flags: ControllerFlags): TargetGroup {
  const { owned, route, service, port } = on;
  const found = configurationOfService(service, view);
  const props = propsOn(on, found.configuration && propsForRoute(propsOf(found.configuration), route));
  const problems: Problem[] = [...found.problems, ...sourcedAttributeProblems(props.attributes)];
  const targetType = targetTypeOf(on, props, flags, problems);
  const protocol = protocolOf(on, props, problems);
  const protocolVersion = protocolVersionOf(props.protocolVersion?.value, owned.loadBalancer, on.listenerProtocol, route.kind);
  const { loadBalancer } = owned;
  const question = {
    requested: props.healthCheck,
    loadBalancer,
    targetType,
    protocol,
    protocolVersion,
    service,
    object: refOf(route.meta),
  };
  const healthCheck = gatewayHealthCheck(question, problems);
  const controlPort = controlPortFault(props, protocol, targetType);
  if (controlPort !== undefined) {
    const at = placed(props.targetControlPort, on);
    problems.push(problem("gateway-target-control-port-unsupported", at.object, at.field, { reason: controlPort }));
  }
  const configured = found.configuration === undefined ? [] : [found.configuration.meta];
  const next = nextDelay([route.meta, owned.gateway.meta, service.meta, ...configured], problems);
  if (!props.attributes.has(delayKey)) problems.push(...annotationsIgnored(service.meta));
  return {
    loadBalancer,
    origin: refOf(owned.gateway.meta),
    binding: props.targetGroupName?.value ?? predictedName({ on, props, targetType, protocol, protocolVersion }, flags),
    bindingGroup: "elbv2.k8s.aws",
    namespace: service.meta.namespace,
    service: service.meta.name,
    port: port.port,
    targetType,
    attributes: plainAttributes(props.attributes),
    deregistrationDelay: delayInForce(props.attributes),
    delaySetting: delaySettingOf(service, found.configuration),
    nextDeregistrationDelay: next,
    healthCheck,
    idleTimeout: on.idleTimeout,
    usedByListener: true,
    problems,
  };
}

/** The Service's own configuration, which may be yet to be created; under its own name, because a Service has one at most. */
function delaySettingOf(service: Service, configuration: TargetGroupConfiguration | undefined): DelaySetting {
  const { namespace, name } = configuration?.meta ?? service.meta;
  return {
    object: { apiVersion: "gateway.k8s.aws/v1", kind: "TargetGroupConfiguration", namespace, name },
    field: "spec.defaultConfiguration.targetGroupAttributes",
    form: "list",
    attributes: Object.fromEntries((configuration?.defaults.attributes ?? []).map(({ key, value }) => [key, value])),
  };
}

function targetTypeOf(
  on: BackendOnGateway,
  { targetType }: SourcedProps,
  flags: ControllerFlags,
  problems: Problem[],
): TargetGroup["targetType"] {
  const value = targetType?.value ?? flags.defaultTargetType;
  if (value !== "ip" && value !== "instance") {
    const at = placed(targetType, on);
    problems.push(problem("target-type-unknown", at.object, at.field, { value }));
    return "unknown";
  }
  if (value === "instance" && !hasNodePort(on.service, on.port)) {
    const details = { service: on.service.meta.name, type: on.service.type };
    problems.push(problem("node-port-missing", refOf(on.route.meta), on.backend.field, details));
  }
  return value;
}

function protocolOf(on: BackendOnGateway, { protocol }: SourcedProps, problems: Problem[]): string {
  const reading = targetGroupProtocol(protocol?.value, on.owned.loadBalancer, on.listenerProtocol, on.route.kind);
  if (reading.ok) return reading.value;
  const at = placed(protocol, on);
  const details = { value: reading.value, accepted: reading.accepted };
  problems.push(problem("gateway-protocol-unsupported", at.object, at.field, details));
  return reading.value;
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

function controlPortFault(props: SourcedProps, protocol: string, targetType: TargetGroup["targetType"]): string | undefined {
  if (props.targetControlPort === undefined) return undefined;
  if (protocol !== "HTTP" && protocol !== "HTTPS") return `its protocol is ${protocol}, not HTTP or HTTPS`;
  return targetType === "instance" ? "its target type is instance" : undefined;
}

interface Named {
  readonly on: BackendOnGateway;
  readonly props: SourcedProps;
  readonly targetType: TargetGroup["targetType"];
  readonly protocol: string;
  readonly protocolVersion: string | undefined;
}

/** Undefined where the name cannot be predicted. */
function predictedName(named: Named, { clusterName, version }: ControllerFlags): string | undefined {
  const { on, props, targetType, protocol, protocolVersion } = named;
  if (clusterName === undefined || targetType === "unknown") return undefined;
  const own = targetGroupPort(on.port, targetType);
  if (own === undefined) return undefined;
  return gatewayTargetGroupName({
    clusterName,
    gateway: on.owned.gateway.meta,
    route: on.route.meta,
    routeKind: on.route.kind,
    service: on.service.meta,
    port: targetType === "ip" && namedPortsInNames(version) ? on.port.targetPort : own,
    targetType,
    protocol,
    protocolVersion,
    targetControlPort: props.targetControlPort?.value,
  });
}

/**
 * What LoadBalancerConfigurations say about one Gateway: that of its GatewayClass and its own, merged.
 * AWS Load Balancer Controller 3.5; `defaultTargetGroupConfiguration` since 3.2.
 */

import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import type { SourcedAttributes } from "#load-balancers/attributes/effective-attributes.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { type ObjectMeta, refOf } from "#model/kubernetes/object-meta.ts";
import type { GatewayClass } from "#model/load-balancers/gateway.ts";
import type { ListenerConfiguration, LoadBalancerConfiguration } from "#model/load-balancers/gateway-configuration.ts";
import type { OwnedGateway } from "./gateway-ownership.ts";
import { type PropsByRoute, propsOf } from "./props-for-route.ts";
import { mergeProps, sourcedAttributes } from "./sourced-props.ts";

export interface ListenerSettings {
  readonly attributes: SourcedAttributes;
  readonly quic: boolean;
  readonly meta: ObjectMeta;
  readonly field: string;
}

export interface GatewayConfiguration {
  /** Attributes of the load balancer. */
  readonly attributes: SourcedAttributes;
  /** By protocol and port in lower case: `tcp:80`. */
  readonly listeners: ReadonlyMap<string, ListenerSettings>;
  readonly defaults: PropsByRoute | undefined;
}

export const noConfiguration: GatewayConfiguration = { attributes: new Map(), listeners: new Map(), defaults: undefined };

/** The problem stops the controller from touching the Gateway at all. */
export type ConfigurationReading =
  | { readonly ok: true; readonly configuration: GatewayConfiguration }
  | { readonly ok: false; readonly problem: Problem };

/** What a reference leads to; undefined where there is no reference. */
export type Lookup<T> = { readonly ok: true; readonly found: T | undefined } | { readonly ok: false; readonly problem: Problem };

export function gatewayConfiguration(owned: OwnedGateway, view: ClusterView): ConfigurationReading {
  const ofClass = configurationOfClass(owned.gatewayClass, view);
  if (!ofClass.ok) return ofClass;
  const ofGateway = configurationOfGateway(owned, view);
  if (!ofGateway.ok) return ofGateway;
  const classDefaults = defaultsOf(ofClass.found, view);
  if (!classDefaults.ok) return classDefaults;
  const gatewayDefaults = defaultsOf(ofGateway.found, view);
  if (!gatewayDefaults.ok) return gatewayDefaults;
  const gatewayFirst = ofClass.found?.mergingMode === "prefer-gateway";
  const [high, low] = gatewayFirst ? [ofGateway.found, ofClass.found] : [ofClass.found, ofGateway.found];
  const [highDefaults, lowDefaults] = gatewayFirst
    ? [gatewayDefaults.found, classDefaults.found]
    : [classDefaults.found, gatewayDefaults.found];
  const configuration = {
    attributes: new Map([...attributesOf(low), ...attributesOf(high)]),
    listeners: mergeListeners(high, low),
    defaults: mergeDefaults(highDefaults, lowDefaults),
  };
  return { ok: true, configuration };
}

/** The LoadBalancerConfiguration of a GatewayClass, whose reference must say a namespace. */
export function configurationOfClass({ parameters, meta }: GatewayClass, view: ClusterView): Lookup<LoadBalancerConfiguration> {
  if (parameters === undefined) return { ok: true, found: undefined };
  if (parameters.namespace === undefined) {
    const details = { name: parameters.name };
    return {
      ok: false,
      problem: problem("gateway-class-parameters-namespace-missing", refOf(meta), "spec.parametersRef.namespace", details),
    };
  }
  return configurationNamed(parameters.namespace, parameters.name, meta, "spec.parametersRef", view);
}

function configurationOfGateway({ gateway }: OwnedGateway, view: ClusterView): Lookup<LoadBalancerConfiguration> {
  if (gateway.parameters === undefined) return { ok: true, found: undefined };
  return configurationNamed(
    gateway.meta.namespace,
    gateway.parameters.name,
    gateway.meta,
    "spec.infrastructure.parametersRef",
    view,
  );
}

function configurationNamed(
  namespace: string,
  name: string,
  meta: ObjectMeta,
  field: string,
  view: ClusterView,
): Lookup<LoadBalancerConfiguration> {
  const found = view.get("LoadBalancerConfiguration", namespace, name);
  if (found !== undefined) return { ok: true, found };
  return { ok: false, problem: problem("gateway-configuration-missing", refOf(meta), field, { name: `${namespace}/${name}` }) };
}

/** The TargetGroupConfiguration that a LoadBalancerConfiguration makes the default, in its own namespace. */
export function defaultsOf(configuration: LoadBalancerConfiguration | undefined, view: ClusterView): Lookup<PropsByRoute> {
  const name = configuration?.defaultTargetGroupConfiguration;
  if (configuration === undefined || name === undefined) return { ok: true, found: undefined };
  const { meta } = configuration;
  const found = view.get("TargetGroupConfiguration", meta.namespace, name);
  const details = { name: `${meta.namespace}/${name}` };
  const field = "spec.defaultTargetGroupConfiguration.name";
  if (found === undefined) {
    return { ok: false, problem: problem("gateway-default-configuration-missing", refOf(meta), field, details) };
  }
  if (found.target !== undefined) {
    return { ok: false, problem: problem("gateway-default-configuration-has-target", refOf(meta), field, details) };
  }
  return { ok: true, found: propsOf(found) };
}

/** Only the default properties merge; the route entries of the one that ranks lower are dropped. */
function mergeDefaults(high: PropsByRoute | undefined, low: PropsByRoute | undefined): PropsByRoute | undefined {
  if (high === undefined || low === undefined) return high ?? low;
  return { ...high, defaults: mergeProps(high.defaults, low.defaults) };
}

const attributesOf = (configuration: LoadBalancerConfiguration | undefined): SourcedAttributes =>
  configuration === undefined
    ? new Map()
    : sourcedAttributes(refOf(configuration.meta), "spec.loadBalancerAttributes", configuration.attributes);

/** Whole entries, by `protocolPort` as written; of spellings that differ only in case the last in their order is used. */
function mergeListeners(
  high: LoadBalancerConfiguration | undefined,
  low: LoadBalancerConfiguration | undefined,
): ReadonlyMap<string, ListenerSettings> {
  const written = new Map([...listenersOf(low), ...listenersOf(high)]);
  const sorted = [...written].sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(sorted.map(([protocolPort, settings]) => [protocolPort.toLowerCase(), settings]));
}

const listenersOf = (configuration: LoadBalancerConfiguration | undefined): readonly (readonly [string, ListenerSettings])[] =>
  configuration === undefined
    ? []
    : configuration.listeners.map((entry) => [entry.protocolPort, listenerSettings(configuration.meta, entry)]);

const listenerSettings = (meta: ObjectMeta, entry: ListenerConfiguration): ListenerSettings => ({
  attributes: sourcedAttributes(refOf(meta), `${entry.field}.listenerAttributes`, entry.attributes),
  quic: entry.quic,
  meta,
  field: entry.field,
});

/** What routes, Gateways and their configurations are looked up by, without looking at anything but the object. */
import type { Gateway, ListenerSet, ParentRef, Route } from "#model/load-balancers/gateway.ts";
import type { LoadBalancerConfiguration, TargetGroupConfiguration } from "#model/load-balancers/gateway-configuration.ts";

const path = (namespace: string, name: string): string => `${namespace}/${name}`;

const backendServices = (route: Route): readonly string[] => {
  const services = route.rules.flatMap(({ backends }) => backends.filter(({ kind }) => kind === "Service"));
  return [...new Set(services.map(({ namespace, name }) => path(namespace, name)))];
};

/** Namespaces, but for its own, that a backend is in. */
const foreignNamespaces = ({ meta, rules }: Route): readonly string[] => {
  const all = rules.flatMap(({ backends }) => backends.map(({ namespace }) => namespace));
  return [...new Set(all)].filter((namespace) => namespace !== meta.namespace);
};

/** `Gateway edge/public`: the form of keys of the index `parent`. */
export const parentKey = ({ kind, namespace, name }: Pick<ParentRef, "kind" | "namespace" | "name">): string =>
  `${kind} ${path(namespace, name)}`;

const parents = (route: Route): readonly string[] => [...new Set(route.parents.map(parentKey))];

const className = (gateway: Gateway): readonly string[] => [gateway.className];

const configurationOfGateway = ({ meta, parameters }: Gateway): readonly string[] =>
  parameters === undefined ? [] : [path(meta.namespace, parameters.name)];

const gatewayOfListenerSet = ({ parent }: ListenerSet): readonly string[] =>
  parent.kind === "Gateway" ? [path(parent.namespace, parent.name)] : [];

const targetService = ({ meta, target }: TargetGroupConfiguration): readonly string[] =>
  target?.kind === "Service" ? [path(meta.namespace, target.name)] : [];

const defaultTargetGroupConfiguration = (configuration: LoadBalancerConfiguration): readonly string[] => {
  const name = configuration.defaultTargetGroupConfiguration;
  return name === undefined ? [] : [path(configuration.meta.namespace, name)];
};

export const gatewayKeys = {
  backendServices,
  parents,
  foreignNamespaces,
  className,
  configurationOfGateway,
  gatewayOfListenerSet,
  targetService,
  defaultTargetGroupConfiguration,
} as const;

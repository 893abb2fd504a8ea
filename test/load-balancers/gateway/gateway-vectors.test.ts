import { describe, expect, test } from "vitest";
import { readTargetGroupConfiguration } from "#kubernetes/objects/gateway/read-target-group-configuration.ts";
import { plainAttributes } from "#load-balancers/attributes/effective-attributes.ts";
import { gatewayTargetGroupName } from "#load-balancers/attributes/gateway-target-group-name.ts";
import { configurationOfService } from "#load-balancers/gateway/configuration-of-service.ts";
import { gatewayConfiguration } from "#load-balancers/gateway/gateway-configuration.ts";
import { ownedGateway } from "#load-balancers/gateway/gateway-ownership.ts";
import { gatewayTargetGroups } from "#load-balancers/gateway/gateway-target-groups.ts";
import { propsForRoute, propsOf } from "#load-balancers/gateway/props-for-route.ts";
import { mergeProps, noProps, type SourcedProps } from "#load-balancers/gateway/sourced-props.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { viewOf } from "../../support/view.ts";
import { vectorsOf } from "../../vectors/vectors.ts";

type Props = Readonly<Record<string, unknown>>;

/** Vectors write attribute lists as maps. */
const asWritten = (props: Props | undefined): Props => ({
  ...props,
  targetGroupAttributes: Object.entries((props?.["targetGroupAttributes"] ?? {}) as Record<string, string>).map(
    ([key, value]) => ({ key, value }),
  ),
});

const configurationOf = (props: Props | undefined, routes: readonly { id: unknown; props: Props }[] = []): SourcedPropsOf => {
  const configuration = readTargetGroupConfiguration({
    metadata: { namespace: "web", name: "shop" },
    spec: {
      defaultConfiguration: asWritten(props),
      routeConfigurations: routes.map(({ id, props: own }) => ({ routeIdentifier: id, targetGroupProps: asWritten(own) })),
    },
  });
  if (configuration === undefined) throw new Error("no configuration");
  return propsOf(configuration);
};

type SourcedPropsOf = ReturnType<typeof propsOf>;

/** What of the merged properties a vector speaks of. */
const told = (props: SourcedProps): Props => {
  const block = props.healthCheck?.value;
  const healthCheckConfig = block && {
    ...(block.path === undefined ? {} : { healthCheckPath: block.path }),
    ...(block.interval === undefined ? {} : { healthCheckInterval: block.interval }),
  };
  const attributes = plainAttributes(props.attributes);
  return {
    ...(props.targetType && { targetType: props.targetType.value }),
    ...(props.targetGroupName && { targetGroupName: props.targetGroupName.value }),
    ...(healthCheckConfig && { healthCheckConfig }),
    ...(Object.keys(attributes).length > 0 && { targetGroupAttributes: attributes }),
  };
};

describe("gatewayTGC", () => {
  test.each(vectorsOf("gatewayTGC"))("%s", (_id, { input, expected }) => {
    const { kind, namespace, name } = input.route;
    expect(told(propsForRoute(configurationOf(input.default, input.routes), { kind, meta: { namespace, name } }))).toEqual(
      expected,
    );
  });
});

describe("gatewayMergeProps", () => {
  test.each(vectorsOf("gatewayMergeProps"))("%s", (_id, { input, expected }) => {
    const high = input.service === null ? noProps : configurationOf(input.service).defaults;
    expect(told(mergeProps(high, configurationOf(input.gatewayDefault).defaults))).toEqual(expected);
  });
});

const loadBalancerConfiguration = (name: string, defaults: string, mergingMode?: string): unknown => ({
  apiVersion: "gateway.k8s.aws/v1",
  kind: "LoadBalancerConfiguration",
  metadata: { namespace: "web", name },
  spec: { mergingMode, defaultTargetGroupConfiguration: { name: defaults } },
});

const targetGroupConfiguration = (name: string, spec: unknown): unknown => ({
  apiVersion: "gateway.k8s.aws/v1beta1",
  kind: "TargetGroupConfiguration",
  metadata: { namespace: "web", name },
  spec,
});

const gatewayAndClass = (controllerName = "gateway.k8s.aws/alb"): readonly unknown[] => [
  {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "GatewayClass",
    metadata: { name: "lb" },
    spec: { controllerName, parametersRef: { kind: "LoadBalancerConfiguration", namespace: "web", name: "of-class" } },
  },
  {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "Gateway",
    metadata: { namespace: "web", name: "edge" },
    spec: {
      gatewayClassName: "lb",
      infrastructure: { parametersRef: { kind: "LoadBalancerConfiguration", name: "of-gateway" } },
    },
  },
];

describe("gatewayDefaultTGC", () => {
  test.each(vectorsOf("gatewayDefaultTGC"))("%s", (_id, { input, expected }) => {
    const missing = input["gatewayLBC.defaultTargetGroupConfiguration"] as string | undefined;
    const view = viewOf([
      ...gatewayAndClass(),
      loadBalancerConfiguration("of-class", "class", input.mergingMode),
      loadBalancerConfiguration("of-gateway", missing ?? "gateway"),
      targetGroupConfiguration("class", { defaultConfiguration: input.class }),
      targetGroupConfiguration("gateway", { defaultConfiguration: input.gateway }),
    ]);
    const [gateway] = view.list("Gateway");
    const owned = gateway && ownedGateway(gateway, view, defaultControllerFlags);
    if (owned === undefined) throw new Error("not owned");
    const reading = gatewayConfiguration(owned, view);
    expect(reading.ok).toBe(expected.error !== true);
    if (reading.ok) expect(told(reading.configuration.defaults?.defaults ?? noProps)).toEqual(expected);
  });
});

describe("gatewayTGCLookup", () => {
  test.each(vectorsOf("gatewayTGCLookup"))("%s", (_id, { input, expected }) => {
    const [namespace, name] = input.service.split("/");
    const view = viewOf([
      { apiVersion: "v1", kind: "Service", metadata: { namespace, name } },
      ...input.tgcs.map(({ name: own, targetReference }: { name: string; targetReference: unknown }) => ({
        apiVersion: "gateway.k8s.aws/v1",
        kind: "TargetGroupConfiguration",
        metadata: { namespace, name: own },
        spec: { targetReference },
      })),
    ]);
    const [service] = view.list("Service");
    const found = service && configurationOfService(service, view).configuration?.meta.name;
    expect(found ?? null).toBe(expected.found);
  });
});

const placeOf = (path: string): { namespace: string; name: string } => {
  const [namespace = "", name = ""] = path.split("/");
  return { namespace, name };
};

describe("gatewayTargetGroupName", () => {
  test.each(vectorsOf("gatewayTargetGroupName").filter(([, { input }]) => input.targetGroupName === undefined))(
    "%s",
    (_id, { input, expected }) => {
      const { clusterName, routeKind, targetType, protocol, identifierPort } = input;
      const [gateway, route, service] = [input.gateway, input.route, input.service].map(placeOf);
      if (gateway === undefined || route === undefined || service === undefined) throw new Error("no place");
      const identity = { clusterName, gateway, route, service, routeKind, targetType, protocol, port: identifierPort };
      expect(gatewayTargetGroupName({ ...identity, protocolVersion: undefined, targetControlPort: undefined })).toBe(
        expected.name,
      );
    },
  );

  test.each(vectorsOf("gatewayTargetGroupName").filter(([, { input }]) => input.targetGroupName !== undefined))(
    "%s",
    (_id, { input, expected }) => {
      const [gateway, route, service] = [input.gateway, input.route, input.service].map(placeOf);
      const view = viewOf([
        {
          apiVersion: "gateway.networking.k8s.io/v1",
          kind: "GatewayClass",
          metadata: { name: "lb" },
          spec: { controllerName: "gateway.k8s.aws/alb" },
        },
        {
          apiVersion: "gateway.networking.k8s.io/v1",
          kind: "Gateway",
          metadata: gateway,
          spec: { gatewayClassName: "lb", listeners: [{ name: "all", port: 80, protocol: "HTTP" }] },
        },
        {
          apiVersion: "v1",
          kind: "Service",
          metadata: service,
          spec: { ports: [{ port: 80, targetPort: input.identifierPort }] },
        },
        targetGroupConfigurationFor(service, { targetType: input.targetType, targetGroupName: input.targetGroupName }),
        {
          apiVersion: "gateway.networking.k8s.io/v1",
          kind: input.routeKind,
          metadata: route,
          spec: { parentRefs: [gateway], rules: [{ backendRefs: [{ ...service, port: 80 }] }] },
        },
      ]);
      const { targetGroups } = gatewayTargetGroups(view.list("Service"), view, {
        ...defaultControllerFlags,
        clusterName: input.clusterName,
      });
      expect(targetGroups.map(({ targetGroup }) => targetGroup.binding)).toEqual([expected.name]);
    },
  );
});

const targetGroupConfigurationFor = (
  service: { namespace: string; name: string } | undefined,
  defaultConfiguration: unknown,
): unknown => ({
  apiVersion: "gateway.k8s.aws/v1",
  kind: "TargetGroupConfiguration",
  metadata: { namespace: service?.namespace, name: "own" },
  spec: { targetReference: { name: service?.name }, defaultConfiguration },
});

/** Manifests of the Gateway API in the namespace `web`, with only what a test says. */
import { gatewayTargetGroups } from "#load-balancers/gateway/gateway-target-groups.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { viewOf } from "./view.ts";

export type Spec = Readonly<Record<string, unknown>>;

export const object = (kind: string, name: string, spec: Spec, metadata: Spec = {}): Record<string, unknown> => ({
  apiVersion: kind.endsWith("Configuration")
    ? "gateway.k8s.aws/v1"
    : kind === "Service" || kind === "Namespace"
      ? "v1"
      : "gateway.networking.k8s.io/v1",
  kind,
  metadata: { namespace: "web", name, ...metadata },
  spec,
});

export const gatewayClass = (kind: "alb" | "nlb", spec: Spec = {}): unknown =>
  object("GatewayClass", "lb", { controllerName: `gateway.k8s.aws/${kind}`, ...spec });
export const listener = (protocol: string, port: number, more: Spec = {}): Spec => ({
  name: `${protocol.toLowerCase()}${port}`,
  protocol,
  port,
  ...more,
});
export const gateway = (listeners: readonly Spec[], spec: Spec = {}, metadata: Spec = {}): unknown =>
  object("Gateway", "edge", { gatewayClassName: "lb", listeners, ...spec }, metadata);
export const web = object("Service", "web", { ports: [{ name: "http", port: 80, targetPort: 8080 }] });
/** Of a Service that it is called like, with Pods as targets unless `props` says otherwise. */
export const groupConfiguration = (name: string, props: Spec = {}, more: Spec = {}): unknown =>
  object("TargetGroupConfiguration", name, {
    targetReference: { name },
    defaultConfiguration: { targetType: "ip", ...props },
    ...more,
  });
export const ip = groupConfiguration("web");
export const toWeb = [{ name: "web", port: 80 }];
export const route = (
  kind: string,
  name: string,
  backendRefs: readonly Spec[] = toWeb,
  spec: Spec = {},
  metadata: Spec = {},
): unknown => object(kind, name, { parentRefs: [{ name: "edge" }], rules: [{ backendRefs }], ...spec }, metadata);
export const alb = [gatewayClass("alb"), gateway([listener("HTTP", 80)])];
export const nlb = [gatewayClass("nlb"), gateway([listener("TCP", 80)])];

/** The target groups that follow from the objects, and what is wrong with these. */
export const ask = (objects: readonly unknown[]) => {
  const view = viewOf(objects);
  const found = gatewayTargetGroups(view.list("Service"), view, defaultControllerFlags);
  return { ...found, made: found.targetGroups.filter(({ refused }) => !refused).map(({ targetGroup }) => targetGroup) };
};

export const ids = (objects: readonly unknown[]): readonly string[] => [...new Set(ask(objects).problems.map(({ id }) => id))];

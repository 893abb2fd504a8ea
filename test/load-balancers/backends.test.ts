import { expect, test } from "vitest";
import { backendServices } from "#load-balancers/backend-services.ts";
import { backendWorkloads } from "#load-balancers/backend-workloads.ts";
import type { RouteSourceKind } from "#load-balancers/route-kinds/route-kinds.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import { paramsRef, type Raw, rawBinding, rawClass, rawIngress, rawParams, rawPath, rawService } from "../support/routing.ts";
import { viewOf } from "../support/view.ts";

const forward = '{"type":"forward","forwardConfig":{"targetGroups":[{"serviceName":"hidden","servicePort":80}]}}';
const ref = (apiVersion: string, kind: string, name: string) => ({ apiVersion, kind, metadata: { name, namespace: "shop" } });

const gatewayApi = "gateway.networking.k8s.io";
const configured = { group: "gateway.k8s.aws", kind: "LoadBalancerConfiguration", namespace: "shop", name: "of-class" };

const documents: readonly Raw[] = [
  rawClass("alb", { parameters: paramsRef("edge"), isDefault: true }),
  rawParams("edge", {}),
  rawService("web"),
  rawService("hidden"),
  rawService("tgc"),
  rawService("routed"),
  rawService("listened"),
  rawService("granted"),
  rawIngress("web", {
    annotations: { "actions.split": forward },
    paths: [rawPath("web"), rawPath("split", "use-annotation", "/s")],
  }),
  rawBinding("b"),
  { ...ref("gateway.k8s.aws/v1beta1", "TargetGroupConfiguration", "c"), spec: { targetReference: { name: "tgc" } } },
  { apiVersion: `${gatewayApi}/v1`, kind: "GatewayClass", metadata: { name: "x" }, spec: { parametersRef: configured } },
  { ...ref(`${gatewayApi}/v1`, "Gateway", "g"), spec: { gatewayClassName: "x", listeners: [] } },
  { ...ref(`${gatewayApi}/v1`, "ListenerSet", "l"), spec: { parentRef: { name: "g" }, listeners: [] } },
  { ...ref("gateway.k8s.aws/v1", "LoadBalancerConfiguration", "of-class"), spec: {} },
  {
    ...ref(`${gatewayApi}/v1`, "HTTPRoute", "r"),
    spec: { parentRefs: [{ name: "g" }], rules: [{ backendRefs: [{ name: "routed", port: 80 }] }] },
  },
  ...(["GRPCRoute", "TCPRoute", "UDPRoute", "TLSRoute"] as const).map((kind) => ({
    ...ref(`${gatewayApi}/v1`, kind, "r"),
    spec: { parentRefs: [{ kind: "ListenerSet", name: "l" }], rules: [{ backendRefs: [{ name: "listened", port: 80 }] }] },
  })),
  {
    apiVersion: `${gatewayApi}/v1`,
    kind: "HTTPRoute",
    metadata: { name: "foreign", namespace: "other" },
    spec: { rules: [{ backendRefs: [{ name: "granted", namespace: "shop", port: 80 }] }] },
  },
  {
    ...ref(`${gatewayApi}/v1`, "ReferenceGrant", "g"),
    spec: { from: [{ group: gatewayApi, kind: "HTTPRoute", namespace: "other" }], to: [{ group: "", kind: "Service" }] },
  },
  { ...ref("eks.amazonaws.com/v1", "TargetGroupBinding", "e"), spec: { serviceRef: { name: "web", port: 80 } } },
  rawClass("auto", { parameters: paramsRef("auto", "eks.amazonaws.com"), controller: "eks.amazonaws.com/alb" }),
  { apiVersion: "eks.amazonaws.com/v1", kind: "IngressClassParams", metadata: { name: "auto" }, spec: {} },
  rawIngress("auto", { className: "auto", paths: [rawPath("tgc")] }),
];

/** A kind that is missing here does not compile. */
const behind: Readonly<Record<RouteSourceKind, readonly string[]>> = {
  Ingress: ["tgc", "web", "hidden"],
  IngressClass: ["web", "hidden", "tgc"],
  IngressClassParams: ["web", "hidden"],
  EksIngressClassParams: ["tgc"],
  Service: ["granted", "hidden", "listened", "routed", "tgc", "web"],
  TargetGroupBinding: ["web"],
  EksTargetGroupBinding: ["web"],
  TargetGroupConfiguration: ["tgc"],
  LoadBalancerConfiguration: ["routed", "listened"],
  GatewayClass: ["routed", "listened"],
  Gateway: ["routed", "listened"],
  ListenerSet: ["listened"],
  ReferenceGrant: ["granted"],
  HTTPRoute: ["granted", "routed"],
  GRPCRoute: ["listened"],
  TCPRoute: ["listened"],
  UDPRoute: ["listened"],
  TLSRoute: ["listened"],
};

test.each(Object.entries(behind))("%s leads to its Services", (name, names) => {
  const view = viewOf(documents);
  const kind = name as RouteSourceKind;
  const services = view.list(kind).flatMap((object) => backendServices(kind, object as never, view));
  expect(services.map(({ meta }) => meta.name).sort()).toEqual([...names].sort());
});

test("Services lead to the workloads that nobody else makes, and to Pods that still run", () => {
  const template = { metadata: { labels: { app: "web", version: "1" } }, spec: { containers: [] } };
  const meta = (name: string, owner?: string): Raw => ({
    name,
    namespace: "shop",
    labels: { app: "web" },
    ...(owner === undefined
      ? {}
      : { ownerReferences: [{ apiVersion: "apps/v1", kind: "Deployment", name: owner, controller: true }] }),
  });
  const view = viewOf([
    rawService("web"),
    { apiVersion: "apps/v1", kind: "Deployment", metadata: meta("shop"), spec: { template } },
    { apiVersion: "apps/v1", kind: "ReplicaSet", metadata: meta("shop-1", "shop"), spec: { template } },
    {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: meta("other"),
      spec: { template: { metadata: { labels: { app: "other" } } } },
    },
    { apiVersion: "v1", kind: "Pod", metadata: meta("running"), spec: { containers: [] } },
    { apiVersion: "v1", kind: "Pod", metadata: meta("done"), spec: { containers: [] }, status: { phase: "Succeeded" } },
  ]);
  const { workloads, pods } = backendWorkloads(view.list("Service"), view);
  expect(workloads.map(({ ref: workload }) => printRef(workload))).toEqual(["Deployment shop/shop"]);
  expect(pods.map(({ meta: { name } }) => name)).toEqual(["running"]);
});

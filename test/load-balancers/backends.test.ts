import { expect, test } from "vitest";
import { backendServices, type RouteSourceKind } from "#load-balancers/backend-services.ts";
import { backendWorkloads } from "#load-balancers/backend-workloads.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import { paramsRef, type Raw, rawBinding, rawClass, rawIngress, rawParams, rawPath, rawService } from "../support/routing.ts";
import { viewOf } from "../support/view.ts";

const forward = '{"type":"forward","forwardConfig":{"targetGroups":[{"serviceName":"hidden","servicePort":80}]}}';
const ref = (apiVersion: string, kind: string, name: string) => ({ apiVersion, kind, metadata: { name, namespace: "shop" } });

const documents: readonly Raw[] = [
  rawClass("alb", { parameters: paramsRef("edge"), isDefault: true }),
  rawParams("edge", {}),
  rawService("web"),
  rawService("hidden"),
  rawService("tgc"),
  rawService("routed"),
  rawIngress("web", {
    annotations: { "actions.split": forward },
    paths: [rawPath("web"), rawPath("split", "use-annotation", "/s")],
  }),
  rawBinding("b"),
  { ...ref("gateway.k8s.aws/v1beta1", "TargetGroupConfiguration", "c"), spec: { targetReference: { name: "tgc" } } },
  { ...ref("gateway.networking.k8s.io/v1", "Gateway", "g"), spec: { gatewayClassName: "x", listeners: [] } },
  {
    ...ref("gateway.networking.k8s.io/v1", "HTTPRoute", "r"),
    spec: { parentRefs: [{ name: "g" }], rules: [{ backendRefs: [{ name: "routed", port: 80 }] }] },
  },
];

test.each<readonly [RouteSourceKind, readonly string[]]>([
  ["Ingress", ["web", "hidden"]],
  ["IngressClass", ["web", "hidden"]],
  ["IngressClassParams", ["web", "hidden"]],
  ["TargetGroupBinding", ["web"]],
  ["TargetGroupConfiguration", ["tgc"]],
  ["Gateway", ["routed"]],
  ["HTTPRoute", ["routed"]],
])("%s leads to its Services", (kind, names) => {
  const view = viewOf(documents);
  const services = view.list(kind).flatMap((object) => backendServices(kind, object as never, view));
  expect(services.map(({ meta }) => meta.name)).toEqual(names);
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

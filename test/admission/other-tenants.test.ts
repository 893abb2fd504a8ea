/**
 * Whatever a tenant writes into a namespace of its own, however large and however much of it, and whatever it names of another's: the
 * reviews of the other are decided as if it were not there. What is shared by consent (an IngressGroup, a Gateway that takes routes of all
 * namespaces) is not meant; docs/security.md says what its members can do to one another.
 */
import { describe, expect, test } from "vitest";
import { createAdmission } from "#admission/admit.ts";
import type { Kind } from "#kubernetes/view/kinds.ts";
import { ObjectStore } from "#kubernetes/view/object-store.ts";
import { boundedKind } from "#kubernetes/watch/bounded-kind.ts";
import { watchedKindOf, watchedKinds } from "#load-balancers/watched-kinds.ts";
import { isStub } from "#model/kubernetes/stub.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import { reviewOfCreate } from "../support/admission.ts";
import { type Raw, rawBinding, rawClass, rawIngress, rawNamespace, rawService } from "../support/routing.ts";

const settings = readSettings({}, builtInPolicies);
if (!settings.ok) throw new Error("the defaults are in order");
const { configuration } = settings;

const gatewayApi = "gateway.networking.k8s.io/v1";
const object = (apiVersion: string, kind: string, name: string, spec: Raw): Raw => ({
  apiVersion,
  kind,
  metadata: { namespace: "shop", name },
  spec,
});
const podSpec: Raw = { containers: [{ name: "app", image: "app:1" }] };
const gateway = (name: string, protocol: string): Raw =>
  object(gatewayApi, "Gateway", name, { gatewayClassName: name, listeners: [{ name: "l", protocol, port: 80 }] });
const route = (kind: string, parent: string): Raw =>
  object(gatewayApi, kind, "web", {
    parentRefs: [{ name: parent, namespace: "shop" }],
    rules: [{ backendRefs: [{ name: "web", namespace: "shop", port: 80 }] }],
  });

/** The victim's, each also as it is when somebody else writes its like into another namespace. */
const own: readonly Raw[] = [
  rawService("web"),
  rawIngress("web", { annotations: { "target-type": "ip" } }),
  rawBinding("web"),
  gateway("alb", "HTTP"),
  gateway("nlb", "TCP"),
  object(gatewayApi, "ListenerSet", "more", {
    parentRef: { name: "alb", namespace: "shop" },
    listeners: [{ name: "x", protocol: "HTTP", port: 81 }],
  }),
  route("HTTPRoute", "alb"),
  route("GRPCRoute", "alb"),
  route("TCPRoute", "nlb"),
  route("UDPRoute", "nlb"),
  route("TLSRoute", "nlb"),
  object(gatewayApi, "ReferenceGrant", "g", {
    from: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", namespace: "elsewhere" }],
    to: [{ group: "", kind: "Service" }],
  }),
  object("gateway.k8s.aws/v1", "TargetGroupConfiguration", "web", {
    targetReference: { name: "web" },
    defaultConfiguration: { targetType: "ip" },
  }),
  object("gateway.k8s.aws/v1", "LoadBalancerConfiguration", "lb", { listenerConfigurations: [] }),
  ...["Deployment", "StatefulSet", "DaemonSet"].map((kind) =>
    object("apps/v1", kind, kind.toLowerCase(), {
      replicas: 2,
      selector: { matchLabels: { app: "web" } },
      template: { metadata: { labels: { app: "web" } }, spec: podSpec },
    }),
  ),
  { apiVersion: "v1", kind: "Pod", metadata: { namespace: "shop", name: "web-1", labels: { app: "web" } }, spec: podSpec },
  object("policy/v1", "PodDisruptionBudget", "web", { minAvailable: 1, selector: { matchLabels: { app: "web" } } }),
  object("autoscaling/v2", "HorizontalPodAutoscaler", "web", {
    minReplicas: 2,
    scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "deployment" },
  }),
];
const shared: readonly Raw[] = [
  rawNamespace("shop", { "outlive.dev/mode": "enforce" }),
  rawNamespace("tenant"),
  rawClass("alb"),
  ...["alb", "nlb"].map((name) => ({
    apiVersion: gatewayApi,
    kind: "GatewayClass",
    metadata: { name },
    spec: { controllerName: `gateway.k8s.aws/${name}` },
  })),
];
const kindOf = (raw: Raw): Kind => {
  const kind = watchedKindOf(String(raw["apiVersion"]), String(raw["kind"]));
  if (kind === undefined) throw new Error(`${String(raw["kind"])} is watched`);
  return kind;
};

/** As the watch does it, so that what is too large becomes a stub. */
function put(store: ObjectStore, raw: Raw): boolean {
  const kind = kindOf(raw);
  const read = boundedKind(watchedKinds[kind] as never, () => {}) as unknown as { readonly read: (value: unknown) => object };
  const { namespace = "", name } = raw["metadata"] as { readonly namespace?: string; readonly name: string };
  const made = read.read(structuredClone(raw));
  store.put(kind, { key: { namespace, name }, object: made as never });
  return isStub(made);
}

const world = (): ObjectStore => {
  const store = new ObjectStore(watchedKinds);
  for (const raw of [...shared, ...own]) put(store, raw);
  return store;
};

/** The response to each review of the victim's, and of a change of the Service's selector. */
function responses(store: ObjectStore): Readonly<Record<string, unknown>> {
  const { handle } = createAdmission({ view: store, synced: () => true, configuration: () => configuration });
  const reviews = own.flatMap((raw) => {
    const plural = raw["kind"] === "Ingress" ? "ingresses" : `${String(raw["kind"]).toLowerCase()}s`;
    const create = reviewOfCreate(raw, plural) as { readonly request: Raw };
    const before = raw["kind"] === "Service" ? rawService("web", { spec: { selector: { app: "old" } } }) : raw;
    const update = { ...create, request: { ...create.request, operation: "UPDATE", oldObject: before } };
    return (["mutate", "validate"] as const).flatMap((endpoint) => [
      [`${endpoint} ${String(raw["kind"])}`, handle(endpoint, create).text],
      [`${endpoint} ${String(raw["kind"])} update`, handle(endpoint, update).text],
    ]);
  });
  return Object.fromEntries(reviews) as Readonly<Record<string, unknown>>;
}

const undisturbed = responses(world());

const inTenant = (raw: Raw, index: number, more: Raw): Raw => ({
  ...raw,
  metadata: { ...(raw["metadata"] as Raw), namespace: "tenant", name: `t${index}`, ...more },
});
const keys = (count: number, value: string): Readonly<Record<string, string>> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, value]));

/** Deployments that look like what Outlive reads the settings of. */
const programs: readonly Raw[] = ["cluster-autoscaler:v1.34.0", "aws-load-balancer-controller:v3.5.0"].map((image) =>
  object("apps/v1", "Deployment", "program", {
    replicas: 0,
    selector: { matchLabels: { app: "program" } },
    template: { metadata: { labels: { app: "program" } }, spec: { containers: [{ name: "app", image }] } },
  }),
);

test("the victim's reviews are decided, and none of them as a failure", () => {
  const texts = Object.values(undisturbed).map(String);
  expect(texts.filter((text) => text.includes("unchecked"))).toEqual([]);
  expect(texts.filter((text) => text.includes("patch")).length).toBeGreaterThan(1);
});

describe.each([...own, ...programs].map((raw) => ({ kind: String(raw["kind"]), raw })))(
  "$kind of another namespace",
  ({ raw }) => {
    test("that is too large to be read changes nothing", () => {
      const store = world();
      expect(put(store, inTenant(raw, 0, { annotations: keys(3_000, "x"), labels: keys(3_000, "x") }))).toBe(true);
      expect(responses(store)).toEqual(undisturbed);
    });

    test("that is as large as it may be changes nothing, however many there are", () => {
      const store = world();
      for (let index = 0; index < 8; index++) put(store, inTenant(raw, index, { annotations: keys(1_000, "x".repeat(1_000)) }));
      expect(responses(store)).toEqual(undisturbed);
    });
  },
);

describe("a Gateway that takes routes and ListenerSets of namespaces by their labels", () => {
  const chosen = { from: "Selector", selector: { matchLabels: { tenant: "yes" } } };
  const choosing: Raw = object(gatewayApi, "Gateway", "alb", {
    gatewayClassName: "alb",
    listeners: [{ name: "l", protocol: "HTTP", port: 80, allowedRoutes: { namespaces: chosen } }],
    allowedListeners: { namespaces: chosen },
  });
  const grant = object(gatewayApi, "ReferenceGrant", "tenants", {
    from: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", namespace: "tenant" }],
    to: [{ group: "", kind: "Service" }],
  });
  const ofTenant = own.filter(({ kind }) => kind === "HTTPRoute" || kind === "ListenerSet");
  const withTenant = (labels: Raw): { readonly store: ObjectStore; readonly stub: boolean } => {
    const store = world();
    for (const raw of [choosing, grant]) put(store, raw);
    const stub = put(store, rawNamespace("tenant", labels as Readonly<Record<string, string>>));
    return { store, stub };
  };
  const without = responses(withTenant({}).store);

  test("takes none of a namespace that was not read in full, and every decision about it is made", () => {
    const { store, stub } = withTenant({ tenant: "yes", ...keys(3_000, "x") });
    for (const [index, raw] of ofTenant.entries()) put(store, inTenant(raw, index, {}));
    expect(stub).toBe(true);
    const texts = Object.values(responses(store)).map(String);
    expect(texts.filter((text) => text.includes("unchecked"))).toEqual([]);
    expect(responses(store)).toEqual(without);
  });
});

import { describe, expect, test } from "vitest";
import { collectionPath } from "#kubernetes/api/api-path.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { watchedKindOf, watchedKinds } from "#load-balancers/watched-kinds.ts";

export interface RawManifest extends Readonly<Record<string, unknown>> {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> };
}

/** Where an API server keeps what `raw` describes. */
export function collectionOf({ apiVersion, kind }: RawManifest): string {
  const name = watchedKindOf(apiVersion, kind);
  if (name === undefined) throw new Error(`${apiVersion} ${kind} is not watched`);
  const { group, versions, plural } = watchedKinds[name];
  return collectionPath({ group, version: versions[0], plural });
}

const namespaced = (apiVersion: string, kind: string, namespace: string, name: string, rest: object = {}): RawManifest => ({
  apiVersion,
  kind,
  metadata: { name, namespace },
  ...rest,
});

const service = (namespace: string, name: string, selector?: Readonly<Record<string, string>>): RawManifest =>
  namespaced("v1", "Service", namespace, name, {
    spec: { ports: [{ port: 80 }], ...(selector === undefined ? {} : { selector }) },
  });

const backend = (name: string): object => ({ service: { name, port: { number: 80 } } });

const labelled = (app: string): object => ({
  metadata: { labels: { app } },
  spec: { containers: [{ name: "app", image: "app" }] },
});

const ingress = (namespace: string, name: string, ...services: readonly string[]): RawManifest =>
  namespaced("networking.k8s.io/v1", "Ingress", namespace, name, {
    spec: {
      ingressClassName: "alb",
      rules: [
        {
          host: "example.com",
          http: { paths: services.map((to) => ({ path: `/${to}`, pathType: "Prefix", backend: backend(to) })) },
        },
      ],
    },
  });

/** One cluster, with what tells the sources apart if they differ: two groups with one name, one namespace that is part of another. */
export const sample: readonly RawManifest[] = [
  { apiVersion: "v1", kind: "Namespace", metadata: { name: "web-b", labels: { "outlive.dev/mode": "warn" } } },
  { apiVersion: "v1", kind: "Namespace", metadata: { name: "web" } },
  service("web", "shop", { app: "shop", "app.kubernetes.io/managed-by": "Helm" }),
  service("web", "basket", { app: "shop" }),
  service("web-b", "shop", { app: "shop" }),
  service("web", "external"),
  ingress("web", "shop", "shop", "shop", "basket"),
  ingress("web", "alone", "shop"),
  {
    apiVersion: "networking.k8s.io/v1",
    kind: "IngressClass",
    metadata: { name: "alb" },
    spec: { controller: "ingress.k8s.aws/alb" },
  } as RawManifest,
  namespaced("apps/v1", "Deployment", "web", "shop", {
    spec: { selector: { matchLabels: { app: "shop" } }, template: labelled("shop") },
  }),
  namespaced("elbv2.k8s.aws/v1beta1", "TargetGroupBinding", "web", "shop", {
    spec: {
      targetGroupARN: "arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/of-the-controller/1",
      targetType: "ip",
      serviceRef: { name: "shop", port: 80 },
    },
  }),
  namespaced("eks.amazonaws.com/v1", "TargetGroupBinding", "web", "shop", {
    spec: {
      targetGroupARN: "arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/of-auto-mode/1",
      targetType: "ip",
      serviceRef: { name: "shop", port: 80 },
    },
  }),
];

const namesOf = (
  objects: readonly { readonly meta: { readonly namespace: string; readonly name: string } }[],
): readonly string[] => objects.map(({ meta }) => `${meta.namespace}/${meta.name}`);

/** What every source of a view must answer for `sample`, which may be a part of what it holds. */
export function describeView(source: string, viewOf: () => ClusterView): void {
  describe(`A cluster that is ${source}`, () => {
    test("gives an object by its namespace and name", () => {
      expect(viewOf().get("Service", "web-b", "shop")?.selector).toEqual({ app: "shop" });
    });

    test("gives an object of the whole cluster under the empty namespace", () => {
      expect(viewOf().get("IngressClass", "", "alb")?.controller).toBe("ingress.k8s.aws/alb");
      expect(viewOf().get("Namespace", "", "web-b")?.meta.labels["outlive.dev/mode"]).toBe("warn");
    });

    test.each([
      ["of another namespace", "web-c", "shop"],
      ["of another name", "web", "shopping"],
      ["without a namespace", "", "shop"],
    ])("has nothing %s", (_, namespace, name) => {
      expect(viewOf().get("Service", namespace, name)).toBeUndefined();
    });

    test("finds Services by a label of their selector, in the order of their names", () => {
      expect(namesOf(viewOf().indexed("Service", "selector", "web/app=shop"))).toEqual(["web/basket", "web/shop"]);
    });

    test("files a Service that selects nothing nowhere", () => {
      expect(namesOf(viewOf().indexed("Service", "selector", "web/"))).toEqual([]);
    });

    test("finds an Ingress once by a Service that it names twice", () => {
      expect(namesOf(viewOf().indexed("Ingress", "service", "web/shop"))).toEqual(["web/alone", "web/shop"]);
      expect(namesOf(viewOf().indexed("Ingress", "service", "web/basket"))).toEqual(["web/shop"]);
    });

    test("finds workloads by a label of their Pods", () => {
      expect(
        viewOf()
          .indexed("Deployment", "label", "web/app=shop")
          .map(({ ref }) => ref.name),
      ).toEqual(["shop"]);
    });

    test("keeps objects of two API groups with one name apart", () => {
      expect(viewOf().get("TargetGroupBinding", "web", "shop")?.targetGroupArn).toContain("of-the-controller");
      expect(viewOf().get("EksTargetGroupBinding", "web", "shop")?.targetGroupArn).toContain("of-auto-mode");
      expect(viewOf().indexed("TargetGroupBinding", "service", "web/shop")).toHaveLength(1);
    });

    test("answers an index key that nothing is filed under with nothing", () => {
      expect(viewOf().indexed("Pod", "label", "web/app=unheard-of")).toEqual([]);
    });

    test("lists a kind in the order of namespace, then name", () => {
      const ours = namesOf(viewOf().list("Service")).filter((name) => name.startsWith("web"));
      expect(ours).toEqual(["web/basket", "web/external", "web/shop", "web-b/shop"]);
    });

    test("gives lists that later changes do not touch", () => {
      const first = viewOf().indexed("Service", "selector", "web/app=shop");
      expect(viewOf().indexed("Service", "selector", "web/app=shop")).not.toBe(first);
    });
  });
}

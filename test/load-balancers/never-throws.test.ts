import fc from "fast-check";
import { expect, test } from "vitest";
import { gateStates } from "#assessment/readiness-gates.ts";
import { readWorkload } from "#kubernetes/objects/read-workload.ts";
import { backendServices } from "#load-balancers/backend-services.ts";
import { backendWorkloads } from "#load-balancers/backend-workloads.ts";
import { type RouteSourceKind, routeKinds } from "#load-balancers/route-kinds/route-kinds.ts";
import { routeProblems } from "#load-balancers/route-problems.ts";
import { targetGroupsOf } from "#load-balancers/target-groups.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { defaultControllerFlags } from "#model/settings/controller-flags.ts";
import { problemText } from "#wording/problem-text.ts";
import { viewOf } from "../support/view.ts";
import { scenarios } from "../vectors/golden.ts";

const leading = Object.keys(routeKinds) as readonly RouteSourceKind[];

/** Asks everything of the view; @throws what any of it throws. */
function askEverything(documents: readonly unknown[]): void {
  const view = viewOf(documents);
  for (const kind of leading) {
    for (const object of view.list(kind)) {
      const services = backendServices(kind, object as never, view);
      backendWorkloads(services, view);
      for (const problem of routeProblems(kind, object as never, view, defaultControllerFlags)) problemText(problem);
    }
  }
  for (const workload of view.list("Deployment")) {
    const pod = { namespace: workload.ref.namespace ?? "", labels: workload.podLabels };
    gateStates(workload, targetGroupsOf(pod, view, { ...defaultControllerFlags, clusterName: "c" }).targetGroups, view);
  }
}

const junk = fc.oneof(fc.jsonValue(), fc.constantFrom<unknown>(undefined, null, "", -1, 1.5, [], {}, { __proto__: null }));

test("readers give nothing or an object for any JSON", () => {
  fc.assert(
    fc.property(junk, junk, (spec, metadata) => {
      for (const { read } of Object.values(watchedKinds)) {
        expect(() => read(spec)).not.toThrow();
        read({ metadata: { name: "a", annotations: metadata, labels: spec }, spec });
        read({ metadata, spec });
      }
      readWorkload({ kind: "Deployment", metadata: { name: "a" }, spec: { template: spec } });
    }),
  );
});

test("nothing that is asked throws, whatever one part of real objects is replaced by", () => {
  const real = scenarios.flatMap(({ manifests, live }) => [manifests, live]);
  fc.assert(
    fc.property(fc.constantFrom(...real), fc.nat(), junk, (documents, seed, value) => {
      const copy = structuredClone(documents) as unknown[];
      replaceOne(copy, seed, value);
      askEverything(copy);
    }),
    { numRuns: 200 },
  );
});

test("nothing that is asked throws, whatever the annotations say", () => {
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc.constantFrom("=", ",=,", '{"type":"forward"}', "[null]", '[{"HTTP":null}]', "9".repeat(400)),
  );
  const keys = [
    "target-type",
    "target-group-attributes",
    "load-balancer-attributes",
    "listen-ports",
    "group.name",
    "group.order",
    "ssl-redirect",
    "healthcheck-port",
    "healthcheck-interval-seconds",
    "actions.web",
    "conditions.web",
    "use-regex-path-match",
  ].map((key) => `alb.ingress.kubernetes.io/${key}`);
  const annotations = fc.dictionary(fc.constantFrom(...keys, "outlive.dev/next-deregistration-delay"), text, {
    noNullPrototype: true,
  });
  fc.assert(
    fc.property(annotations, annotations, (ofIngress, ofService) => {
      const metadata = { name: "web", namespace: "shop" };
      const port = { service: { name: "web", port: { name: "use-annotation" } } };
      askEverything([
        {
          apiVersion: "networking.k8s.io/v1",
          kind: "IngressClass",
          metadata: { name: "alb" },
          spec: { controller: "ingress.k8s.aws/alb" },
        },
        {
          apiVersion: "v1",
          kind: "Service",
          metadata: { ...metadata, annotations: ofService },
          spec: { selector: { a: "b" }, ports: [{ port: 80 }] },
        },
        {
          apiVersion: "networking.k8s.io/v1",
          kind: "Ingress",
          metadata: { ...metadata, annotations: ofIngress },
          spec: {
            ingressClassName: "alb",
            defaultBackend: { service: { name: "web", port: { number: 80 } } },
            rules: [{ http: { paths: [{ path: "/", pathType: "Prefix", backend: port }] } }],
          },
        },
        { apiVersion: "apps/v1", kind: "Deployment", metadata, spec: { template: { metadata: { labels: { a: "b" } } } } },
      ]);
    }),
    { numRuns: 200 },
  );
});

test("an annotation as large as the API server allows is read in no time worth mentioning", () => {
  const text = `${",".repeat(200_000)}=`;
  askEverything([
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "IngressClass",
      metadata: { name: "alb" },
      spec: { controller: "ingress.k8s.aws/alb" },
    },
    { apiVersion: "v1", kind: "Service", metadata: { name: "web", namespace: "s" }, spec: { ports: [{ port: 80 }] } },
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "Ingress",
      metadata: { name: "web", namespace: "s", annotations: { "alb.ingress.kubernetes.io/target-group-attributes": text } },
      spec: { ingressClassName: "alb", defaultBackend: { service: { name: "web", port: { number: 80 } } } },
    },
  ]);
});

/** Walks to one of the values inside, chosen by `seed`, and puts `value` in its place. */
function replaceOne(root: unknown[], seed: number, value: unknown): void {
  const places: { readonly owner: Record<string, unknown>; readonly key: string }[] = [];
  const walk = (owner: Record<string, unknown>): void => {
    for (const key of Object.keys(owner)) {
      places.push({ owner, key });
      const inner = owner[key];
      if (typeof inner === "object" && inner !== null) walk(inner as Record<string, unknown>);
    }
  };
  walk(root as unknown as Record<string, unknown>);
  const place = places[seed % Math.max(places.length, 1)];
  if (place !== undefined) place.owner[place.key] = value;
}

/** Whatever its containers and annotations: a Pod that admission has just sized is outdated for nobody. */
import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { audit } from "#audit/audit.ts";
import { topLevelWorkloads } from "#explain/explanation-subjects.ts";
import type { JsonObject } from "#model/kubernetes/json.ts";
import { objectAt } from "#model/kubernetes/json.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import { deploymentOf, type GivenPod, groupsOf, podWith } from "../support/arbitrary-pod.ts";
import { admissionFor, answer } from "../support/decided-review.ts";
import { delay, ingress } from "../support/shop.ts";
import { viewOf } from "../support/view.ts";

// Every sample is a cluster of its own, read and decided from the beginning.
vi.setConfig({ testTimeout: 120_000 });

type Raw = Record<string, unknown>;

const asked = fc.record(
  {
    "outlive.dev/containers": fc.constantFrom("c0", "c1", "c0,c1", "constructor", "nobody"),
    "outlive.dev/pre-stop": fc.constantFrom("0", "60", "1m30s", "soon"),
    "outlive.dev/grace-period": fc.constantFrom("20", "5m"),
    "outlive.dev/shutdown": fc.constantFrom("0", "30s"),
    "outlive.dev/skip": fc.constantFrom("drained by hand", " "),
    "outlive.dev/policy": fc.constantFrom(...builtInPolicies.map(({ name }) => name), "none such"),
  },
  { requiredKeys: [] },
);

interface Owned extends GivenPod {
  readonly policy: string;
  readonly owner: JsonObject;
}

const owned = fc
  .record({
    given: podWith({ plain: true }),
    template: asked,
    workload: asked,
    policy: fc.constantFrom(...builtInPolicies.map(({ name }) => name)),
  })
  .map(({ given: { pod, delays }, template, workload, policy }): Owned => {
    const made = structuredClone(pod) as { metadata: Raw };
    made.metadata["annotations"] = { ...(made.metadata["annotations"] as object), ...template };
    const owner = structuredClone(deploymentOf({ pod: made as never, delays })) as { metadata: Raw };
    owner.metadata["annotations"] = workload;
    made.metadata["name"] = "shop-abc-1";
    made.metadata["labels"] = { app: "shop", "pod-template-hash": "abc" };
    made.metadata["ownerReferences"] = [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: "shop-abc", controller: true }];
    return { delays, policy, pod: made as never, owner: owner as never };
  });

const running = ({ stored }: { readonly stored: JsonObject }): JsonObject => ({ ...stored, status: { phase: "Running" } });

const settings = readSettings({}, builtInPolicies);

describe("a Pod that admission has just sized", () => {
  test("is not outdated for an audit", () => {
    fc.assert(
      fc.property(owned, ({ pod, delays, owner, policy }) => {
        const cluster = [...groupsOf({ pod, delays }), owner];
        const made = running(answer(admissionFor(cluster, {}, policy), pod));
        const labels = { "outlive.dev/mode": "enforce", "outlive.dev/policy": policy };
        const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "web", labels } };
        const view = viewOf([namespace, ...cluster, made]);
        if (!settings.ok) throw new Error("the defaults are in order");
        const report = audit(topLevelWorkloads({ view, pods: [] }, undefined), { view, ...settings.configuration });
        expect(report.workloads.map(({ pods, outdatedPods }) => [pods, outdatedPods])).toEqual([[1, 0]]);
        const found = report.workloads.flatMap(({ explanation }) => explanation.findings.map(({ rule }) => rule));
        expect(found).not.toContain("restart-needed");
      }),
      { numRuns: 150 },
    );
  });

  test("is not outdated for a review of its route that changes no delay", () => {
    fc.assert(
      fc.property(owned, ({ pod, delays, owner, policy }) => {
        const cluster = [...groupsOf({ pod, delays }), owner];
        const made = running(answer(admissionFor(cluster, {}, policy), pod));
        const route = cluster.find((each) => (each as Raw)["kind"] === "Ingress") as JsonObject;
        const labelled = { ...route, metadata: { ...objectAt(route, "metadata"), labels: { team: "web" } } };
        const { response, warnings } = answer(admissionFor([...cluster, made], {}, policy), labelled as never, {
          door: "validate",
          before: route,
        });
        expect(response.allowed).toBe(true);
        expect(warnings).not.toContain("restart-needed");
      }),
      { numRuns: 150 },
    );
  });

  test("stands every raise of the delay that it already sleeps through", () => {
    const hooks = fc.constantFrom<JsonObject | undefined>(
      undefined,
      { exec: { command: ["nginx", "-s", "quit"] } },
      { httpGet: { path: "/quit", port: 8080 } },
      { sleep: { seconds: 3 } },
    );
    fc.assert(
      fc.property(hooks, fc.constantFrom(undefined, "app"), fc.integer({ min: 20, max: 24 }), (hook, containers, raised) => {
        const sidecar = { name: "proxy", image: "proxy:1", ...(hook === undefined ? {} : { lifecycle: { preStop: hook } }) };
        const pod = {
          apiVersion: "v1",
          kind: "Pod",
          metadata: {
            name: "shop-1",
            namespace: "web",
            labels: { app: "shop" },
            ...(containers === undefined ? {} : { annotations: { "outlive.dev/containers": containers } }),
          },
          spec: { terminationGracePeriodSeconds: 30, containers: [{ name: "app", image: "shop:1" }, sidecar] },
        } as unknown as JsonObject;
        const cluster = groupsOf({ pod, delays: [20] });
        const made = running(answer(admissionFor(cluster), pod));
        const before = cluster.find((each) => (each as Raw)["kind"] === "Ingress") as JsonObject;
        const after = { ...(ingress("web", delay(raised)) as JsonObject), metadata: objectAt(before, "metadata") };
        const annotations = objectAt(ingress("web", delay(raised)), "metadata")["annotations"];
        const object = { ...after, metadata: { ...after.metadata, annotations: annotations ?? null } } as JsonObject;
        const { response, warnings } = answer(admissionFor([...cluster, made]), object, { door: "validate", before });
        expect([response.allowed, warnings.filter((rule) => rule === "restart-needed")]).toEqual([true, []]);
      }),
    );
  });
});

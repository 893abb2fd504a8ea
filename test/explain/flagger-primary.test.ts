/** The target of a Canary and the primary that Flagger makes of it, where nobody watches Canaries. */
import { describe, expect, test } from "vitest";
import type { GivenContext } from "#assessment/context.ts";
import { audit } from "#audit/audit.ts";
import { explain } from "#explain/explain.ts";
import { topLevelWorkloads } from "#explain/explanation-subjects.ts";
import { contextOf } from "../gates/gates-sample.ts";
import { canaryOwner, flaggerServices, primary, scaledToZero } from "../support/flagger-manifests.ts";
import { delay, deployment, ingress, pod } from "../support/shop.ts";

const route = ingress("web", delay(35));
const daemonSet = { ...deployment("web"), kind: "DaemonSet" };

const auditOf = ({ view, ...rest }: GivenContext) => audit(topLevelWorkloads({ view, pods: [] }, undefined), { view, ...rest });

const kinds = [
  ["Deployment", deployment("web", { replicas: 0 }), primary()],
  ["DaemonSet", scaledToZero(daemonSet), primary({ kind: "DaemonSet" })],
] as const;

describe.each(kinds)("a %s that Flagger releases", (kind, target, copy) => {
  const context = contextOf("audit", ...flaggerServices, route, target, copy);

  test("is one workload, which the routes to its primary lead to", () => {
    const { workloads } = auditOf(context);
    expect(workloads.map(({ explanation }) => explanation.subject)).toEqual([
      { apiVersion: "apps/v1", kind, namespace: "web", name: "shop" },
    ]);
    const [{ explanation } = { explanation: undefined }] = workloads;
    expect(explanation?.targetGroups.map(({ service }) => service)).toEqual(["shop"]);
    expect(explanation?.required).toMatchObject({ preStop: 40, gracePeriod: 50 });
    expect(explanation?.findings.map(({ rule }) => rule)).toContain("prestop-outlives-deregistration");
    expect(explanation?.rollout?.replicas).toBe(kind === "Deployment" ? 2 : undefined);
  });

  test("has the Pods of both", () => {
    const running = pod("web", "shop-primary-1") as { readonly metadata: object };
    const owner = kind === "Deployment" ? ["ReplicaSet", "shop-primary-abc"] : ["DaemonSet", "shop-primary"];
    const ownerReferences = [{ apiVersion: "apps/v1", kind: owner[0], name: owner[1], controller: true }];
    const labels = { app: "shop-primary", ...(kind === "Deployment" ? { "pod-template-hash": "abc" } : {}) };
    const of = (pods: readonly object[]) =>
      auditOf(contextOf("enforce", ...flaggerServices, route, target, copy, ...pods)).workloads[0];
    const metadata = { ...running.metadata, labels, ownerReferences };
    expect(of([])).toMatchObject({ pods: 0, outdatedPods: 0 });
    expect(of([{ ...running, metadata }])).toMatchObject({ pods: 1, outdatedPods: 1 });
  });
});

test("What leads to the Pods of a release alone counts as well, and what is wrong with both is said once", () => {
  const [apex, own] = flaggerServices;
  const toCanary = JSON.parse(JSON.stringify(ingress("web", delay(60))).replaceAll('"shop"', '"shop-canary"')) as object;
  const context = contextOf("audit", apex as object, own as object, route, toCanary, deployment("web"), primary());
  const shop = context.view.get("Deployment", "web", "shop");
  if (shop === undefined) throw new Error("there is no shop");
  const { targetGroups, required, findings } = explain(shop, context);
  expect(targetGroups.map(({ service }) => service)).toEqual(["shop", "shop-canary"]);
  expect(required.preStop).toBe(65);
  const said = findings.map(({ rule, details }) => `${rule} ${details["origin"] ?? ""}`);
  expect(new Set(said).size).toBe(said.length);
});

test("A Deployment that is only called like a primary is a workload of its own", () => {
  for (const owners of [[], [{ ...canaryOwner, apiVersion: "example.com/v1" }]]) {
    const { workloads } = auditOf(contextOf("audit", ...flaggerServices, route, deployment("web"), primary({ owners })));
    expect(workloads[0]?.explanation.targetGroups).toEqual([]);
  }
});

import { describe, expect, test } from "vitest";
import { audit } from "#audit/audit.ts";
import { auditJson } from "#audit/audit-json.ts";
import { auditText } from "#audit/audit-text.ts";
import { topLevelWorkloads } from "#explain/explanation-subjects.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { readManifests } from "#manifests/manifest-view.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { readSettings } from "#settings/read-settings.ts";
import { controllerDeployment } from "../support/controller-manifests.ts";
import { delay, deployment, ingress, pod, service } from "../support/shop.ts";
import { overviewOf } from "./overview-sample.ts";

const owned = (name: string, given: Parameters<typeof pod>[2]): object => {
  const made = pod("web", name, given) as { metadata: { labels: object } };
  const metadata = {
    ...made.metadata,
    labels: { ...made.metadata.labels, "pod-template-hash": "abc" },
    ownerReferences: [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: "shop-abc", controller: true }],
  };
  return { ...made, metadata };
};

async function audited(label: Readonly<Record<string, string>>, ...objects: readonly object[]) {
  const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "web", labels: label } };
  const text = [namespace, ...objects].map((object) => JSON.stringify(object)).join("\n---\n");
  const { view } = await readManifests(
    watchedKinds,
    ["-"],
    (async function* () {
      yield text;
    })(),
  );
  const read = readSettings({}, builtInPolicies);
  if (!read.ok) throw new Error("the defaults are in order");
  return audit(topLevelWorkloads({ view, pods: [] }, undefined), { view, ...read.configuration });
}

test("An audit names the controller and what is wrong with it once, however many workloads there are", async () => {
  const controller = controllerDeployment({
    image: "aws-load-balancer-controller:v3.6.0",
    replicaCount: 1,
    defaultTargetType: "ip",
  });
  const report = await audited({ "outlive.dev/mode": "audit" }, ...routes, deployment("web"), controller);
  expect(report.controllerFindings.map(({ rule }) => rule)).toEqual(["controller-version-unproven", "controller-single-replica"]);
  const text = shown(report, 200);
  expect(text).toContain("AWS Load Balancer Controller v3.6.0: Deployment kube-system/aws-load-balancer-controller, 1 replica");
  expect(text).toContain('--default-target-type "ip" (Deployment kube-system/aws-load-balancer-controller arguments)');
  expect(text.split("controller-version-unproven")).toHaveLength(2);
  expect(auditJson(overviewOf(report))).toMatchObject({
    controller: { installed: [{ version: "v3.6.0", replicas: 1 }], eksAutoMode: false },
    summary: { warnings: expect.any(Number) as number },
  });
});
const shown = (report: Awaited<ReturnType<typeof audited>>, width = 100): string =>
  auditText(overviewOf(report), { width, rows: 60, color: false });

const routes = [service("web"), ingress("web", delay(35))];

describe("an audit", () => {
  test("counts the Pods that were made before they could be sized", async () => {
    const report = await audited(
      { "outlive.dev/mode": "audit" },
      ...routes,
      deployment("web"),
      owned("shop-abc-1", {}),
      owned("shop-abc-2", { sleep: 40, grace: 50 }),
    );
    expect(report.workloads.map(({ pods, outdatedPods }) => ({ pods, outdatedPods }))).toEqual([{ pods: 2, outdatedPods: 1 }]);
    expect(shown(report)).toContain("prestop-outlives-deregistration");
  });

  test("judges what the Pods get where they are sized when they are created, and what they lack", async () => {
    const enforced = { "outlive.dev/mode": "enforce" };
    const rulesOf = ({ workloads }: Awaited<ReturnType<typeof audited>>) =>
      workloads.flatMap(({ explanation }) => explanation.findings.map(({ rule }) => rule));
    const manifest = deployment("web", { grace: 30 });
    expect(rulesOf(await audited(enforced, ...routes, manifest, owned("shop-abc-1", { sleep: 40, grace: 50 })))).toEqual([]);
    expect(rulesOf(await audited(enforced, ...routes, manifest, owned("shop-abc-1", {})))).toEqual(["restart-needed"]);
    const recorded = rulesOf(await audited({ "outlive.dev/mode": "audit" }, ...routes, manifest));
    expect(recorded).toContain("prestop-outlives-deregistration");
  });

  test("leaves out namespaces that are not in scope, and says how many workloads that is", async () => {
    expect(await audited({}, ...routes, deployment("web"))).toMatchObject({ workloads: [], outOfScope: 1 });
  });

  test("says so where a misspelt label is why a namespace is not in scope", async () => {
    const report = await audited({ "outlive.dev/mod": "enforce" }, ...routes, deployment("web"));
    expect(report).toMatchObject({ workloads: [], outOfScope: 1 });
    expect(shown(report, 120)).toContain("Namespace web: label outlive.dev/mod is not a known key");
    expect(auditJson(overviewOf(report))).toMatchObject({
      summary: { warnings: 1 },
      namespaceFindings: [{ rule: "key-unknown" }],
    });
  });

  test("tells of keys that nothing reads on whatever leads to a workload", async () => {
    const stray = (made: object): object => {
      const { metadata } = made as { readonly metadata: { readonly annotations?: object } };
      return { ...made, metadata: { ...metadata, annotations: { ...metadata.annotations, "outlive.dev/keepalive": "75" } } };
    };
    const report = await audited({ "outlive.dev/mode": "audit" }, ...routes.map(stray), stray(deployment("web")));
    const told = report.workloads.flatMap(({ explanation }) => explanation.findings.filter(({ rule }) => rule === "key-unknown"));
    expect(told.map(({ subject }) => subject.kind)).toEqual(["Deployment", "Service", "Ingress"]);
  });

  test("lists who is left alone with the reason that was given", async () => {
    const annotations = { "outlive.dev/skip": "drained by a sidecar of ours" };
    const report = await audited({ "outlive.dev/mode": "enforce" }, ...routes, deployment("web", { annotations }));
    expect(shown(report)).toContain("drained by a sidecar of ours");
  });
});

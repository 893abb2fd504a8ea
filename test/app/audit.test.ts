import { describe, expect, test } from "vitest";
import { audit } from "#app/audit.ts";
import { topLevelWorkloads } from "#app/explanation-subjects.ts";
import { readManifests } from "#cluster/manifest-view.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { auditText } from "#report/audit-text.ts";
import { readSettings } from "#wire/read-settings.ts";
import { delay, deployment, ingress, pod, service } from "../support/shop.ts";

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
    ["-"],
    (async function* () {
      yield text;
    })(),
  );
  const read = readSettings({}, builtInPolicies);
  if (!read.ok) throw new Error("the defaults are in order");
  return audit(topLevelWorkloads({ view, pods: [] }, undefined), { view, ...read.configuration });
}

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
    expect(auditText(report, { width: 100, color: false })).toContain("prestop-outlives-deregistration");
  });

  test("leaves out namespaces that are not in scope, and says how many workloads that is", async () => {
    expect(await audited({}, ...routes, deployment("web"))).toMatchObject({ workloads: [], outOfScope: 1 });
  });

  test("lists who is left alone with the reason that was given", async () => {
    const annotations = { "outlive.dev/skip": "drained by a sidecar of ours" };
    const report = await audited({ "outlive.dev/mode": "enforce" }, ...routes, deployment("web", { annotations }));
    expect(auditText(report, { width: 100, color: false })).toContain("drained by a sidecar of ours");
  });
});

import { expect, test } from "vitest";
import { audit } from "#audit/audit.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { type RestartPlan, restartPlan } from "#restart/restart-plan.ts";
import { readSettings } from "#settings/read-settings.ts";
import { delay, deployment, ingress, pod, service } from "../support/shop.ts";
import { viewOf } from "../support/view.ts";

const stamped = (object: object, creationTimestamp: string): object => {
  const { metadata, ...rest } = object as { metadata: object };
  return { ...rest, metadata: { ...metadata, creationTimestamp } };
};

function owned(object: object, created: string): object {
  const { metadata, ...rest } = object as { metadata: { labels: object } };
  const ownerReferences = [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: "shop-6d4cf56db6", uid: "u", controller: true }];
  const labels = { ...metadata.labels, "pod-template-hash": "6d4cf56db6" };
  return { ...rest, metadata: { ...metadata, labels, ownerReferences, creationTimestamp: created } };
}

const ten = "2026-11-28T10:00:00Z";
const eleven = "2026-11-28T11:00:00Z";

interface Given {
  readonly mode?: string;
  readonly pods: readonly (Parameters<typeof pod>[2] & { readonly created: string })[];
  readonly annotations?: Readonly<Record<string, string>>;
}

function planOf({ mode = "enforce", pods, annotations = {} }: Given): RestartPlan {
  const view = viewOf([
    { apiVersion: "v1", kind: "Namespace", metadata: { name: "web", labels: { "outlive.dev/mode": mode } } },
    service("web"),
    stamped(ingress("web", delay(35)), eleven),
    deployment("web", { annotations }),
    ...pods.map(({ created, ...given }, index) => owned(pod("web", `shop-6d4cf56db6-${index}`, given), created)),
  ]);
  const settings = readSettings({}, builtInPolicies);
  if (!settings.ok) throw new Error("the defaults are wrong");
  const context = { view, ...settings.configuration };
  const workloads = view.list("Deployment").flatMap((workload) => {
    const [audited] = audit([workload], context).workloads;
    return audited === undefined ? [] : [{ workload, audited }];
  });
  return restartPlan(workloads, context);
}

test("Pods that are older than their route are replaced for that", () => {
  const { restarts, leftOut } = planOf({ pods: [{ created: ten }, { created: ten }] });
  expect(leftOut).toEqual([]);
  expect(restarts).toMatchObject([{ pods: 2, why: expect.stringContaining(`created before Ingress web/shop (${eleven})`) }]);
  expect(restarts[0]?.why).toContain("running Pods sleep 0 s but need 40 s");
});

test("Pods that are younger than their route and lack something are older than Outlive or its settings", () => {
  const { restarts } = planOf({ pods: [{ created: "2026-11-28T12:00:00Z", sleep: 10 }] });
  expect(restarts).toMatchObject([
    { pods: 1, why: expect.stringContaining("created before Outlive, or before the present settings") },
  ]);
});

test("only Pods that lack something count", () => {
  expect(planOf({ pods: [{ created: ten, sleep: 40, grace: 50 }] })).toEqual({ restarts: [], leftOut: [] });
  const { restarts } = planOf({ pods: [{ created: ten, sleep: 40, grace: 50 }, { created: ten }] });
  expect(restarts).toMatchObject([{ pods: 1 }]);
});

test.each(["warn", "audit"])("in mode %s it is left out with the reason", (mode) => {
  const { restarts, leftOut } = planOf({ mode, pods: [{ created: ten }] });
  expect(restarts).toEqual([]);
  expect(leftOut).toMatchObject([{ pods: 1, because: expect.stringContaining(`mode ${mode}`) }]);
});

test("what is skipped for a reason is not restarted", () => {
  const annotations = { "outlive.dev/skip": "drained by hand" };
  expect(planOf({ annotations, pods: [{ created: ten, annotations }] })).toEqual({ restarts: [], leftOut: [] });
});

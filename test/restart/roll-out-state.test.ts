import { describe, expect, test } from "vitest";
import { exhaustedBudget } from "#restart/budget-state.ts";
import { restartablePath, restartPatch } from "#restart/restart-patch.ts";
import { restartBlocker, rollOutState } from "#restart/roll-out-state.ts";

const object = (kind: string, spec: object, status: object, generation = 2): object => ({
  kind,
  metadata: { generation },
  spec,
  status: { observedGeneration: 2, ...status },
});

describe("a roll-out", () => {
  test.each<[string, object, string]>([
    ["Deployment, not seen", object("Deployment", { replicas: 2 }, {}, 3), "waiting"],
    [
      "Deployment, half new",
      object("Deployment", { replicas: 2 }, { replicas: 3, updatedReplicas: 1, availableReplicas: 2 }),
      "waiting",
    ],
    [
      "Deployment, old remain",
      object("Deployment", { replicas: 2 }, { replicas: 3, updatedReplicas: 2, availableReplicas: 2 }),
      "waiting",
    ],
    [
      "Deployment, unavailable",
      object("Deployment", { replicas: 2 }, { replicas: 2, updatedReplicas: 2, availableReplicas: 1 }),
      "waiting",
    ],
    ["Deployment", object("Deployment", { replicas: 2 }, { replicas: 2, updatedReplicas: 2, availableReplicas: 2 }), "done"],
    [
      "Deployment of one replica by default",
      object("Deployment", {}, { replicas: 1, updatedReplicas: 1, availableReplicas: 1 }),
      "done",
    ],
    [
      "Deployment, over its deadline",
      object("Deployment", { replicas: 2 }, { conditions: [{ type: "Progressing", reason: "ProgressDeadlineExceeded" }] }),
      "failed",
    ],
    ["StatefulSet, half new", object("StatefulSet", { replicas: 2 }, { updatedReplicas: 1, readyReplicas: 2 }), "waiting"],
    ["StatefulSet", object("StatefulSet", { replicas: 2 }, { updatedReplicas: 2, readyReplicas: 2 }), "done"],
    [
      "StatefulSet with a partition",
      object(
        "StatefulSet",
        { replicas: 3, updateStrategy: { rollingUpdate: { partition: 1 } } },
        { updatedReplicas: 2, readyReplicas: 3 },
      ),
      "done",
    ],
    [
      "DaemonSet, half new",
      object("DaemonSet", {}, { desiredNumberScheduled: 2, updatedNumberScheduled: 1, numberAvailable: 2 }),
      "waiting",
    ],
    ["DaemonSet", object("DaemonSet", {}, { desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2 }), "done"],
    ["Rollout, begun", object("Rollout", { replicas: 2, restartAt: "b" }, { restartedAt: "a", availableReplicas: 2 }), "waiting"],
    [
      "Rollout, unavailable",
      object("Rollout", { replicas: 2, restartAt: "b" }, { restartedAt: "b", availableReplicas: 1 }),
      "waiting",
    ],
    ["Rollout", object("Rollout", { replicas: 2, restartAt: "b" }, { restartedAt: "b", availableReplicas: 2 }), "done"],
  ])("%s", (_, given, state) => {
    expect(rollOutState(given).what).toBe(state);
  });
});

test.each([
  ["paused", { spec: { paused: true } }, "paused"],
  ["OnDelete", { spec: { updateStrategy: { type: "OnDelete" } } }, "OnDelete"],
])("%s keeps a restart from replacing Pods", (_, given, text) => {
  expect(restartBlocker(given)).toContain(text);
  expect(restartBlocker({ spec: {} })).toBe(undefined);
});

test("a budget is exhausted where it counts Pods and lets none go", () => {
  const status = { expectedPods: 2, disruptionsAllowed: 0, currentHealthy: 2, desiredHealthy: 2 };
  expect(exhaustedBudget({ status }, "all")).toContain("all allows no disruption (2 healthy Pods of 2 required)");
  expect(exhaustedBudget({ status: { ...status, disruptionsAllowed: 1 } }, "all")).toBe(undefined);
  expect(exhaustedBudget({ status: { ...status, expectedPods: 0 } }, "all")).toBe(undefined);
});

describe("a restart of", () => {
  const at = "2026-11-28T01:00:00Z";
  const ref = (kind: string) => ({ apiVersion: "apps/v1", kind, namespace: "web", name: "shop" });

  test.each(["Deployment", "StatefulSet", "DaemonSet"])("a %s is the annotation that kubectl writes", (kind) => {
    expect(restartPatch(ref(kind), at)).toEqual({
      contentType: "application/strategic-merge-patch+json",
      body: { spec: { template: { metadata: { annotations: { "kubectl.kubernetes.io/restartedAt": at } } } } },
    });
    expect(restartablePath(ref(kind))).toBe(`/apis/apps/v1/namespaces/web/${kind.toLowerCase()}s/shop`);
  });

  test("an Argo Rollout is its field", () => {
    expect(restartPatch(ref("Rollout"), at, { a: "b" })).toEqual({
      contentType: "application/merge-patch+json",
      body: { metadata: { annotations: { a: "b" } }, spec: { restartAt: at } },
    });
  });

  test.each(["ReplicaSet", "Pod", "Job", "constructor"])("a %s is not known", (kind) => {
    expect(restartablePath(ref(kind))).toBe(undefined);
  });
});

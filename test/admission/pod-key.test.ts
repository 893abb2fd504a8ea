import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { podKey, questionOf } from "#admission/pod-key.ts";
import type { JsonObject } from "#model/kubernetes/json.ts";

const pod = (metadata: JsonObject = {}, spec: JsonObject = {}, container: JsonObject = {}): JsonObject => ({
  metadata: { generateName: "shop-", labels: { app: "shop" }, annotations: { note: "a" }, ...metadata },
  spec: { terminationGracePeriodSeconds: 30, containers: [{ name: "app", ...container }], ...spec },
});

const keyOf = (object: JsonObject, operation = "CREATE", namespace = "web"): string =>
  JSON.stringify(podKey({ operation, namespace, object }));

const sleep = (seconds: number): JsonObject => ({ lifecycle: { preStop: { sleep: { seconds } } } });

describe("the key of a Pod", () => {
  test.each<[string, () => string]>([
    ["a label", () => keyOf(pod({ labels: { app: "other" } }))],
    ["a label that another one holds", () => keyOf(pod({ labels: { app: "shop", other: "shop" } }))],
    ["an annotation", () => keyOf(pod({ annotations: { note: "b" } }))],
    ["an annotation that is no text", () => keyOf(pod({ annotations: { note: "a", odd: 1 } }))],
    [
      "its owner",
      () => keyOf(pod({ ownerReferences: [{ controller: true, apiVersion: "batch/v1", kind: "Job", name: "job" }] })),
    ],
    ["its grace period", () => keyOf(pod({}, { terminationGracePeriodSeconds: 31 }))],
    ["its restart policy", () => keyOf(pod({}, { restartPolicy: "Never" }))],
    ["a gate", () => keyOf(pod({}, { readinessGates: [{ conditionType: "x" }] }))],
    ["the nodes that it tolerates", () => keyOf(pod({}, { tolerations: [{ key: "spot", operator: "Exists" }] }))],
    ["the nodes that it selects", () => keyOf(pod({}, { nodeSelector: { "kubernetes.io/os": "windows" } }))],
    ["the nodes that it has an affinity to", () => keyOf(pod({}, { affinity: { nodeAffinity: {} } }))],
    ["a container's name", () => keyOf(pod({}, {}, { name: "web" }))],
    ["an image", () => keyOf(pod({}, {}, { image: "shop:2" }))],
    ["a port", () => keyOf(pod({}, {}, { ports: [{ containerPort: 8080 }] }))],
    ["a hook", () => keyOf(pod({}, {}, sleep(1)))],
    ["a hook's other handler", () => keyOf(pod({}, {}, { lifecycle: { postStart: {} } }))],
    ["a probe", () => keyOf(pod({}, {}, { readinessProbe: {} }))],
    ["containers that are no list", () => keyOf(pod({}, { containers: {} }))],
    ["metadata that is no object", () => keyOf({ ...pod(), metadata: [] })],
    ["its namespace", () => keyOf(pod(), "CREATE", "shop")],
    ["the operation", () => keyOf(pod(), "UPDATE")],
  ])("differs by %s", (_what, other) => expect(other()).not.toBe(keyOf(pod())));

  test.each<[string, () => string]>([
    ["its uid", () => keyOf(pod({ uid: "u" }))],
    ["who wrote its fields and when", () => keyOf(pod({ managedFields: [{ time: "2026-01-01T00:00:00Z" }] }))],
    ["the volume of its token", () => keyOf(pod({}, { volumes: [{ name: "kube-api-access-x2x4z" }] }))],
    [
      "where that is mounted",
      () => keyOf(pod({}, {}, { volumeMounts: [{ name: "kube-api-access-x2x4z", mountPath: "/token" }] })),
    ],
    ["variables", () => keyOf(pod({}, {}, { env: [{ name: "A", value: "1" }] }))],
  ])("does not differ by %s", (_what, other) => expect(other()).toBe(keyOf(pod())));

  test("stands for one question, whatever the Pod holds", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.object(), (operation, namespace, object) => {
        const key = keyOf(JSON.parse(JSON.stringify(object)) as JsonObject, operation, namespace);
        expect(JSON.stringify(podKey(questionOf(key)))).toBe(key);
      }),
    );
  });
});

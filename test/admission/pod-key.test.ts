import { describe, expect, test } from "vitest";
import { podKey } from "#admission/pod-key.ts";
import { readSubject } from "#admission/subject.ts";
import type { JsonObject } from "#model/kubernetes/json.ts";

const pod = (metadata: JsonObject = {}, spec: JsonObject = {}, container: JsonObject = {}): JsonObject => ({
  metadata: { generateName: "shop-", labels: { app: "shop" }, annotations: { note: "a" }, ...metadata },
  spec: { terminationGracePeriodSeconds: 30, containers: [{ name: "app", ...container }], ...spec },
});

function keyOf(object: JsonObject, operation = "CREATE", namespace = "web"): string {
  const subject = readSubject({
    reviewVersion: "admission.k8s.io/v1",
    uid: crypto.randomUUID(),
    kind: { group: "", version: "v1", kind: "Pod" },
    resource: "pods",
    operation,
    namespace,
    name: "",
    dryRun: false,
    object,
    oldObject: undefined,
  });
  if (subject.kind !== "pod") throw new Error(subject.kind);
  return podKey(operation, subject, object);
}

const sleep = (seconds: number): JsonObject => ({ lifecycle: { preStop: { sleep: { seconds } } } });

describe("the key of a Pod", () => {
  test.each<[string, string]>([
    ["a label", keyOf(pod({ labels: { app: "other" } }))],
    ["an annotation", keyOf(pod({ annotations: { note: "b" } }))],
    ["an annotation that is no text", keyOf(pod({ annotations: { note: "a", odd: 1 } }))],
    ["its owner", keyOf(pod({ ownerReferences: [{ controller: true, apiVersion: "batch/v1", kind: "Job", name: "job" }] }))],
    ["its grace period", keyOf(pod({}, { terminationGracePeriodSeconds: 31 }))],
    ["its restart policy", keyOf(pod({}, { restartPolicy: "Never" }))],
    ["a gate", keyOf(pod({}, { readinessGates: [{ conditionType: "x" }] }))],
    ["a container's name", keyOf(pod({}, {}, { name: "web" }))],
    ["a hook", keyOf(pod({}, {}, sleep(1)))],
    ["a hook's other handler", keyOf(pod({}, {}, { lifecycle: { postStart: {} } }))],
    ["a probe", keyOf(pod({}, {}, { readinessProbe: {} }))],
    ["its namespace", keyOf(pod(), "CREATE", "shop")],
    ["the operation", keyOf(pod(), "UPDATE")],
  ])("differs by %s", (_what, other) => expect(other).not.toBe(keyOf(pod())));

  test.each<[string, string]>([
    ["its uid", keyOf(pod({ uid: "u" }))],
    ["who wrote its fields and when", keyOf(pod({ managedFields: [{ time: "2026-01-01T00:00:00Z" }] }))],
    ["an image", keyOf(pod({}, {}, { image: "shop:2" }))],
  ])("does not differ by %s", (_what, other) => expect(other).toBe(keyOf(pod())));
});

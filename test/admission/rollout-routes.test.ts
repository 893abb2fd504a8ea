/** Changes of what leads to an Argo Rollout, evaluated by the Pods of all of its revisions. */
import { describe, expect, test } from "vitest";
import { admissionOver } from "../support/admission.ts";
import { delay, ingress } from "../support/shop.ts";

type Raw = Readonly<Record<string, unknown>>;

const hash = "rollouts-pod-template-hash";
const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "web", labels: { "outlive.dev/mode": "enforce" } } };
const service = (revision: string): Raw => ({
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "shop", namespace: "web" },
  spec: { selector: { app: "shop", [hash]: revision }, ports: [{ name: "http", port: 80, targetPort: 8080 }] },
});
const container = (sleep: number): Raw => ({
  name: "app",
  image: "shop:1",
  ports: [{ containerPort: 8080 }],
  lifecycle: { preStop: { sleep: { seconds: sleep } } },
});
const rollout: Raw = {
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Rollout",
  metadata: { name: "shop", namespace: "web" },
  spec: {
    replicas: 2,
    strategy: { blueGreen: { activeService: "shop" } },
    template: { metadata: { labels: { app: "shop" } }, spec: { terminationGracePeriodSeconds: 90, containers: [container(40)] } },
  },
};
const pod = (revision: string, sleep: number): Raw => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: {
    name: `shop-${revision}-1`,
    namespace: "web",
    labels: { app: "shop", [hash]: revision },
    ownerReferences: [{ apiVersion: "apps/v1", kind: "ReplicaSet", name: `shop-${revision}`, controller: true }],
  },
  spec: { terminationGracePeriodSeconds: 90, containers: [container(sleep)] },
});

const review = (before: object, object: object, kind: string, group: string, resource: string): object => ({
  apiVersion: "admission.k8s.io/v1",
  kind: "AdmissionReview",
  request: {
    uid: "1",
    kind: { group, version: "v1", kind },
    resource: { group, version: "v1", resource },
    operation: "UPDATE",
    namespace: "web",
    name: "shop",
    object,
    oldObject: before,
  },
});

interface Response {
  readonly allowed: boolean;
  readonly warnings?: readonly string[];
  readonly status?: { readonly message: string };
}

function respond(objects: readonly object[], posted: object): Response {
  const admission = admissionOver([namespace, ...objects] as readonly Raw[]);
  return (JSON.parse(admission.handle("validate", posted).text) as { readonly response: Response }).response;
}

describe("a raised delay", () => {
  const raise = (...pods: readonly Raw[]): Response =>
    respond(
      [service("old"), ingress("web", delay(35)), rollout, ...pods],
      review(ingress("web", delay(35)), ingress("web", delay(60)), "Ingress", "networking.k8s.io", "ingresses"),
    );

  test("is refused for Pods of the revision in use, and of the one to come", () => {
    for (const revision of ["old", "new"]) {
      const { allowed, status } = raise(pod(revision, 40));
      expect([allowed, status?.message]).toEqual([false, expect.stringContaining("Rollout web/shop")]);
    }
  });

  test("is admitted where all of them sleep long enough", () => {
    expect(raise(pod("old", 65), pod("new", 65)).allowed).toBe(true);
  });
});

test("a promotion is neither refused nor commented on, even onto Pods that sleep too short", () => {
  const objects = [service("old"), ingress("web", delay(60)), rollout, pod("old", 65), pod("new", 1)];
  const { allowed, warnings = [] } = respond(objects, review(service("old"), service("new"), "Service", "", "services"));
  expect([allowed, warnings]).toEqual([true, []]);
});

import { describe, expect, test } from "vitest";
import { readIngress } from "#kubernetes/objects/ingress/read-ingress.ts";
import { readEksIngressClassParams } from "#kubernetes/objects/ingress/read-ingress-class-params.ts";
import { readRunningPod } from "#kubernetes/objects/read-running-pod.ts";
import { readService } from "#kubernetes/objects/read-service.ts";
import { readEksTargetGroupBinding } from "#kubernetes/objects/read-target-group-binding.ts";
import { readCronJob, readDeployment, readRollout, readStatefulSet, readWorkload } from "#kubernetes/objects/read-workload.ts";

const metadata = { name: "web", namespace: "shop" };

test("an item of a list answer is what its reader reads", () => {
  expect(readService({ metadata })?.meta).toMatchObject({ apiVersion: "v1", kind: "Service" });
  expect(readEksTargetGroupBinding({ metadata })?.meta.apiVersion).toBe("eks.amazonaws.com/v1");
});

test("what kubectl keeps for itself is not kept", () => {
  const annotations = { "kubectl.kubernetes.io/last-applied-configuration": "{}", a: "1" };
  expect(readService({ metadata: { ...metadata, annotations } })?.meta.annotations).toEqual({ a: "1" });
});

test("a Service is completed as the API server would", () => {
  const service = readService({
    metadata,
    spec: { ports: [{ port: 80 }, { port: 81, targetPort: "http", protocol: "UDP", nodePort: 0 }, { name: "none" }] },
  });
  expect(service).toMatchObject({ type: "ClusterIP", allocatesNodePorts: true, publishNotReadyAddresses: false });
  expect(service?.ports).toEqual([
    { name: "", port: 80, protocol: "TCP", targetPort: 80, nodePort: undefined },
    { name: "", port: 81, protocol: "UDP", targetPort: "http", nodePort: undefined },
  ]);
});

test("backends of an Ingress say where they stand", () => {
  const ingress = readIngress({
    metadata,
    spec: {
      defaultBackend: { resource: {} },
      rules: [
        { host: "a" },
        { http: { paths: [{ path: "/", backend: { service: { name: "s", port: { name: "http", number: 1 } } } }] } },
      ],
    },
  });
  expect(ingress?.defaultBackend).toEqual({ service: undefined, field: "spec.defaultBackend" });
  expect(ingress?.rules).toEqual([
    { host: "a", paths: [] },
    {
      host: "",
      paths: [
        {
          path: "/",
          pathType: "",
          backend: { service: { name: "s", port: "http" }, field: "spec.rules[1].http.paths[0].backend" },
        },
      ],
    },
  ]);
});

test("parameters of EKS Auto Mode have their own words", () => {
  expect(readEksIngressClassParams({ metadata, spec: { certificateARNs: ["a"], group: {}, targetType: "" } })).toMatchObject({
    hasCertificates: true,
    groupName: "",
    targetType: undefined,
    namespaceSelector: undefined,
  });
});

describe("workloads", () => {
  const pod = {
    metadata: { labels: { app: "web" }, annotations: { a: "1" } },
    spec: {
      terminationGracePeriodSeconds: 60,
      restartPolicy: "OnFailure",
      os: { name: "windows" },
      readinessGates: [{ conditionType: "a/b" }],
      initContainers: [{ name: "init" }],
      containers: [
        { name: "app", ports: [{ containerPort: 8080 }], readinessProbe: {}, lifecycle: { preStop: { sleep: { seconds: 5 } } } },
      ],
    },
  };

  test("are read with their Pods", () => {
    const meta = { ...metadata, annotations: { b: "2" }, labels: { c: "3" } };
    expect(readDeployment({ metadata: meta, spec: { replicas: 3, template: pod } })).toEqual({
      ref: { apiVersion: "apps/v1", kind: "Deployment", namespace: "shop", name: "web" },
      podLabels: { app: "web" },
      podAnnotations: { a: "1" },
      annotations: { b: "2" },
      labels: { c: "3" },
      podSpec: {
        containers: [
          {
            name: "app",
            preStop: { kind: "sleep", form: "native", seconds: 5 },
            hasReadinessProbe: true,
            ports: [{ name: "", port: 8080 }],
            minimalImage: false,
          },
        ],
        gracePeriod: 60,
        readinessGates: ["a/b"],
        restartPolicy: "OnFailure",
        windows: true,
        hostNetwork: false,
      },
      podPath: ["spec", "template"],
      controller: undefined,
      rollout: { replicas: 3, strategy: undefined, maxUnavailable: undefined, maxSurge: undefined, partition: undefined },
    });
  });

  test.each([
    [
      "a Deployment",
      readDeployment,
      { strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: "25%", maxSurge: 1 } } },
      ["RollingUpdate", "25%", 1],
    ],
    ["a StatefulSet", readStatefulSet, { updateStrategy: { type: "OnDelete" } }, ["OnDelete", undefined, undefined]],
    ["an Argo Rollout", readRollout, { strategy: { canary: { maxSurge: "10%" } } }, ["canary", undefined, "10%"]],
  ])("%s says how it rolls out", (_name, read, spec, expected) => {
    const rollout = read({ metadata, spec })?.rollout;
    expect([rollout?.strategy, rollout?.maxUnavailable, rollout?.maxSurge]).toEqual(expected);
  });

  test("a CronJob keeps its Pods two templates deep", () => {
    expect(readCronJob({ metadata, spec: { jobTemplate: { spec: { template: pod } } } })?.podLabels).toEqual({ app: "web" });
  });

  test("are chosen by their kind", () => {
    expect(readWorkload({ kind: "Pod", metadata: { ...metadata, labels: { a: "b" } } })).toMatchObject({
      podLabels: { a: "b" },
      podPath: [],
      rollout: undefined,
    });
    expect(readWorkload({ kind: "ConfigMap", metadata })).toBeUndefined();
    expect(readWorkload({ kind: "constructor", metadata })).toBeUndefined();
  });
});

describe("a running Pod", () => {
  const pod = (owner: string | undefined, labels: Readonly<Record<string, string>>, kind = "ReplicaSet"): unknown => ({
    metadata: {
      ...metadata,
      name: "web-7d9f-x",
      labels,
      ownerReferences: owner === undefined ? [] : [{ apiVersion: "apps/v1", kind, name: owner, controller: true }],
    },
    spec: {
      containers: [
        { name: "a", lifecycle: { preStop: { sleep: { seconds: 20 } } } },
        { name: "b", lifecycle: { preStop: { exec: { command: ["sleep", "10"] } } } },
      ],
    },
  });

  test.each([
    ["a Deployment", pod("web-7d9f", { "pod-template-hash": "7d9f" }), "Deployment", "web"],
    ["an Argo Rollout", pod("web-7d9f", { "rollouts-pod-template-hash": "7d9f" }), "Rollout", "web"],
    ["a ReplicaSet of its own", pod("web", {}), "ReplicaSet", "web"],
    ["a StatefulSet", pod("web", {}, "StatefulSet"), "StatefulSet", "web"],
    ["itself", pod(undefined, {}), "Pod", "web-7d9f-x"],
  ])("is known as %s", (_name, raw, kind, name) => {
    expect(readRunningPod(raw)?.workload).toMatchObject({ kind, namespace: "shop", name });
  });

  test("keeps the hook of each container, and annotations that ask for something", () => {
    const annotations = { "outlive.dev/containers": "a", "outlive.dev/injected": "{}", "outlive.dev/why": "so", other: "x" };
    const made = pod(undefined, {}) as { metadata: object };
    expect(readRunningPod({ ...made, metadata: { ...made.metadata, annotations } })).toMatchObject({
      annotations: { "outlive.dev/containers": "a" },
      podSpec: {
        containers: [
          { name: "a", preStop: { kind: "sleep", form: "native", seconds: 20 } },
          { name: "b", preStop: { kind: "sleep", form: "exec", seconds: 10 } },
        ],
      },
      finished: false,
    });
  });
});

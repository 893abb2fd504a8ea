import { describe, expect, test } from "vitest";
import { template } from "./helm.ts";

const single = (entry: string): object => ({ replicaCount: 1, webhooks: { [entry]: { failurePolicy: "Fail" } } });

describe("what would fail some day is refused at once", () => {
  test.each([
    ["a grace period that the drain does not fit into", { terminationGracePeriodSeconds: 30 }, "must be 36 or more"],
    ["a longer drain, as a duration", { configuration: { server: { drain: "1m" } } }, "must be 76 or more"],
    ["a longer sleep", { preStopSleepSeconds: 30 }, "must be 61 or more"],
    [
      "a drain shorter than propagation",
      { preStopSleepSeconds: 0, configuration: { server: { drain: 5 } } },
      "10 s that endpoints",
    ],
    ["a provided certificate without a Secret", { tls: { mode: "provided" } }, "tls.provided.secretName is not set"],
    ["one without a CA", { tls: { mode: "provided", provided: { secretName: "x" } } }, "set tls.provided.caBundle"],
    ["a Secret that would not be read", { tls: { provided: { secretName: "x" } } }, "tls.mode is self"],
    ["a life that no certificate can have", { tls: { self: { leafLifetime: "4m" } } }, "leafLifetime"],
    [
      "a certificate as long-lived as its authority",
      { tls: { self: { leafLifetime: "90d", caLifetime: "2160h" } } },
      "tls.self.leafLifetime is 90d and must be less than tls.self.caLifetime 2160h: a certificate cannot outlive its authority",
    ],
    ["one that lives longer, with the default of the other", { tls: { self: { leafLifetime: "400d" } } }, "caLifetime 365d"],
    ["one replica that must answer for Pods", single("pods"), "webhooks.pods.failurePolicy is Fail with a single replica"],
    ["one replica that must answer for routes", single("routes"), "webhooks.routes.failurePolicy is Fail"],
    ["a name before the AWS controller's", { webhooks: { name: "aaa" } }, "sorts before aws-load-balancer-webhook"],
    ["a name before that of Auto Mode", { webhooks: { name: "calm" } }, "sorts before eks-load-balancing-webhook"],
    ["two listeners on one port", { configuration: { server: { port: 9090 } } }, "are the same"],
    ["a port of root", { configuration: { server: { port: 443 } } }, "1024 or more"],
    ["everything counted twice", { serviceMonitor: { enabled: true }, podMonitor: { enabled: true } }, "enable one"],
    ["permissions for everybody", { serviceAccount: { create: false } }, "must not get these permissions"],
    ["an autoscaler without room", { autoscaling: { enabled: true, minReplicas: 9 } }, "autoscaling.maxReplicas"],
  ])("%s", (_, values, said) => {
    const { code, stderr } = template({ values });
    expect(code).not.toBe(0);
    expect(stderr).toContain(said);
  });

  test.each(["kube-system", "kube-node-lease", "default"])("the namespace %s", (namespace) => {
    const { code, stderr } = template({ namespace });
    expect(code).not.toBe(0);
    expect(stderr).toContain(`it cannot run in ${namespace}`);
  });
});

describe("what nobody reads is refused by the schema", () => {
  test.each([
    ["a value that does not exist", { replicas: 3 }, "replicas"],
    ["a setting that does not exist", { configuration: { scop: "cluster" } }, "scop"],
    ["a setting that the chart writes", { configuration: { tls: { mode: "files" } } }, "tls"],
    ["a mode that does not exist", { configuration: { defaultMode: "enforced" } }, "defaultMode"],
    ["no replica", { replicaCount: 0 }, "replicaCount"],
    ["a timeout that Kubernetes refuses", { webhooks: { timeoutSeconds: 31 } }, "timeoutSeconds"],
  ])("%s", (_, values, said) => {
    const { code, stderr } = template({ values });
    expect(code).not.toBe(0);
    expect(stderr).toContain(said);
  });
});

describe("what is sound is rendered", () => {
  test.each([
    ["one replica that fails open", { replicaCount: 1 }],
    ["one replica asked by the autoscaler for more", { ...single("pods"), autoscaling: { enabled: true, minReplicas: 2 } }],
    ["a drain as a duration and grace for it", { terminationGracePeriodSeconds: 76, configuration: { server: { drain: "1m" } } }],
    ["a certificate an hour shorter-lived than its authority", { tls: { self: { leafLifetime: "2159h", caLifetime: "90d" } } }],
    [
      "lives of certificates that are not Outlive's",
      { tls: { mode: "cert-manager", self: { leafLifetime: "9d", caLifetime: "9d" } } },
    ],
    ["no sleep and a drain that is enough", { preStopSleepSeconds: 0 }],
  ])("%s", (_, values) => {
    expect(template({ values }).stderr).toBe("");
  });
});

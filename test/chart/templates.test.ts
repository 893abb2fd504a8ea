import { describe, expect, test } from "vitest";
import { loadConfiguration, parseConfiguration } from "#cli/configuration-file.ts";
import { only, type Rendered, render, template } from "./helm.ts";
import { valueFiles } from "./value-files.ts";

interface Container {
  readonly image: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string }[];
  readonly lifecycle?: object;
  readonly resources: { readonly limits: object };
  readonly volumeMounts: readonly { readonly name: string; readonly subPath?: string }[];
  readonly securityContext: object;
}

interface PodSpec {
  readonly containers: readonly [Container];
  readonly terminationGracePeriodSeconds: number;
  readonly [field: string]: unknown;
}

const deployment = (values: object = {}): Rendered => only(render({ values }), "Deployment");
const specOf = (
  object: Rendered,
): {
  readonly replicas?: number;
  readonly strategy: object;
  readonly template: { readonly metadata: Rendered["metadata"]; readonly spec: PodSpec };
} => object["spec"] as ReturnType<typeof specOf>;
const podOf = (values: object = {}): PodSpec => specOf(deployment(values)).template.spec;
const restartMark = (values: object): string | undefined =>
  specOf(deployment(values)).template.metadata.annotations?.["checksum/bound-settings"];

describe("the Deployment as it stands", () => {
  const pod = podOf();
  const [container] = pod.containers;

  test("is rolled without taking a replica away first", () => {
    expect(specOf(deployment())).toMatchObject({ replicas: 3, strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } } });
  });
  test.each([
    ["sleeps before SIGTERM", container, { lifecycle: { preStop: { sleep: { seconds: 5 } } } }],
    ["has time for sleep, drain and the last requests", pod, { terminationGracePeriodSeconds: 45 }],
    [
      "is no root and can become none",
      container,
      { securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ["ALL"] } } },
    ],
    [
      "runs as the user of the image",
      pod,
      { securityContext: { runAsNonRoot: true, runAsUser: 65_532, seccompProfile: { type: "RuntimeDefault" } } },
    ],
    ["goes before ordinary Pods", pod, { priorityClassName: "system-cluster-critical" }],
    ["tells its namespace", container, { env: [{ name: "POD_NAMESPACE" }] }],
    ["is probed over HTTPS", container, { readinessProbe: { httpGet: { path: "/readyz", port: "https", scheme: "HTTPS" } } }],
    [
      "is alive apart from being ready",
      container,
      { livenessProbe: { httpGet: { path: "/livez", port: "https", scheme: "HTTPS" } } },
    ],
    ["takes its token although its account gives none", pod, { automountServiceAccountToken: true }],
  ])("%s", (_, object, expected) => {
    expect(object).toMatchObject(expected);
  });
  test("is spread over zones and hosts as far as there are any", () => {
    expect(pod["topologySpreadConstraints"]).toMatchObject([
      { topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "ScheduleAnyway" },
      { topologyKey: "kubernetes.io/hostname", whenUnsatisfiable: "ScheduleAnyway" },
    ]);
  });
  test("has a memory limit and no CPU limit", () => {
    expect(Object.keys(container.resources.limits)).toEqual(["memory"]);
  });
  test("mounts directories, which are exchanged under it", () => {
    expect(container.volumeMounts.filter(({ subPath }) => subPath !== undefined)).toEqual([]);
  });
  test("mounts no certificate that it makes itself", () => {
    expect(container.volumeMounts.map(({ name }) => name)).toEqual(["configuration"]);
  });
});

describe("changes that take a restart, and only those, change the Pod", () => {
  const unchanged = restartMark({});
  test.each([
    ["a policy", { configuration: { defaultPolicy: "propagation" } }, false],
    ["parameters", { configuration: { parameters: { shutdown: 30 } } }, false],
    ["what namespaces are in scope", { configuration: { scope: "cluster" } }, false],
    ["the drain", { configuration: { server: { drain: 15 } } }, true],
    ["the level of the log", { configuration: { log: { level: "debug" } } }, true],
    ["the life of certificates", { tls: { self: { leafLifetime: "30d" } } }, true],
  ])("%s", (_, values, restarts) => {
    expect(restartMark(values) !== unchanged).toBe(restarts);
  });
});

describe("images", () => {
  test.each([
    [{}, "outlive:0.1.0"],
    [{ image: { registry: "r", tag: "t" } }, "r/outlive:t"],
    [{ image: { registry: "r", tag: "t", digest: "sha256:d" } }, "r/outlive@sha256:d"],
    [{ image: { registry: "r" }, global: { imageRegistry: "g/" } }, "g/outlive:0.1.0"],
  ])("%j is %s", (values, image) => {
    expect(podOf(values).containers[0].image).toBe(image);
  });
});

describe("what is there and what is not", () => {
  const kinds = (values: object): readonly string[] => render({ values }).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  test.each([
    ["no budget for a single replica", { replicaCount: 1 }, [], ["PodDisruptionBudget outlive"]],
    ["no replicas of its own beside an autoscaler", { autoscaling: { enabled: true } }, ["HorizontalPodAutoscaler outlive"], []],
    [
      "a CA of cert-manager's",
      { tls: { mode: "cert-manager" } },
      ["Issuer outlive-ca", "Certificate outlive-ca", "Certificate outlive-tls"],
      ["Lease outlive-certificates"],
    ],
    [
      "an Issuer of one's own",
      { tls: { mode: "cert-manager", certManager: { issuerRef: { name: "mine" } } } },
      ["Certificate outlive-tls"],
      ["Issuer outlive-ca"],
    ],
    ["a Service for metrics", { serviceMonitor: { enabled: true } }, ["ServiceMonitor outlive", "Service outlive-metrics"], []],
    ["nothing registered", { webhooks: { create: false } }, [], ["MutatingWebhookConfiguration outlive"]],
    ["no permissions", { rbac: { create: false } }, [], ["ClusterRole outlive", "Role outlive-certificates"]],
    ["another account", { serviceAccount: { create: false, name: "mine" } }, [], ["ServiceAccount outlive"]],
    ["no test", { tests: { enabled: false } }, [], ["Pod outlive-test"]],
  ])("%s", (_, values, there, gone) => {
    const names = kinds(values);
    for (const name of there) expect(names).toContain(name);
    for (const name of gone) expect(names).not.toContain(name);
  });

  test("an autoscaler decides on replicas alone", () => {
    expect(specOf(deployment({ autoscaling: { enabled: true } })).replicas).toBeUndefined();
  });
  test("uninstalling takes the webhook configurations, the Secret and the Lease", () => {
    expect(kinds({})).toEqual(
      expect.arrayContaining([
        "MutatingWebhookConfiguration outlive",
        "ValidatingWebhookConfiguration outlive",
        "Secret outlive-certificates",
        "Lease outlive-certificates",
      ]),
    );
  });
  test("the Secret is empty, so that no upgrade takes back what Outlive wrote", () => {
    const secret = only(render(), "Secret");
    expect(secret["data"] ?? secret["stringData"]).toBeUndefined();
  });
});

describe("the NetworkPolicy", () => {
  interface Rule {
    readonly from?: readonly object[];
    readonly ports: readonly { readonly port: number }[];
  }
  const ofPolicy = (networkPolicy: object): { readonly ingress: readonly Rule[]; readonly egress: readonly Rule[] } =>
    only(render({ values: { networkPolicy } }), "NetworkPolicy")["spec"] as ReturnType<typeof ofPolicy>;

  test("lets anybody call the webhook where no peers are named, because no selector can name the API server", () => {
    expect(ofPolicy({}).ingress[0]).toEqual({ ports: [{ port: 8443, protocol: "TCP" }] });
  });
  test("lets the Pod of helm test in beside the peers that are named", () => {
    const peer = { ipBlock: { cidr: "10.0.0.0/16" } };
    const own = { "app.kubernetes.io/name": "outlive-test", "app.kubernetes.io/instance": "outlive" };
    const { labels } = only(render(), "Pod").metadata;
    expect(ofPolicy({ webhookFrom: [peer] }).ingress[0]?.from).toEqual([peer, { podSelector: { matchLabels: own } }]);
    expect(labels).toMatchObject(own);
  });
  test("lets Pods reach API servers and neither DNS nor the metadata of instances", () => {
    expect(ofPolicy({}).egress.flatMap(({ ports }) => ports.map(({ port }) => port))).toEqual([443, 6443]);
  });
  test("lets Pods reach DNS and the agent of EKS Pod Identity where AWS is asked, and still not the metadata of instances", () => {
    const { spec } = only(render({ values: { configuration: { aws: { enabled: true } } } }), "NetworkPolicy") as unknown as {
      readonly spec: { readonly egress: readonly (Rule & { readonly to?: readonly object[] })[] };
    };
    const peers = [{ ipBlock: { cidr: "169.254.170.23/32" } }, { ipBlock: { cidr: "fd00:ec2::23/128" } }];
    expect(spec.egress.slice(1)).toEqual([
      {
        ports: [
          { port: 53, protocol: "UDP" },
          { port: 53, protocol: "TCP" },
        ],
      },
      { to: peers, ports: [{ port: 80, protocol: "TCP" }] },
    ]);
  });
});

describe("the configuration file", () => {
  const fileOf = (values: object): string =>
    (only(render({ values }), "ConfigMap")["data"] as Record<string, string>)["configuration.yaml"] ?? "";

  test("says what Outlive does without one, but for its certificates", () => {
    const { tls, ...rest } = parseConfiguration(fileOf({}), "f");
    const { tls: _, ...defaults } = loadConfiguration(undefined);
    expect(rest).toEqual(defaults);
    expect(tls).toMatchObject({
      mode: "self",
      serviceName: "outlive",
      webhookConfigurations: { mutating: ["outlive"], validating: ["outlive"] },
    });
  });
  test("reads certificates from files where somebody else makes them", () => {
    const { tls, server } = parseConfiguration(fileOf({ tls: { mode: "cert-manager" } }), "f");
    expect(tls.mode).toBe("files");
    expect(server.certificateFile).toBe("/etc/outlive/tls/tls.crt");
  });
  test("names Service and webhook configurations as they are called", () => {
    const { tls } = parseConfiguration(fileOf({ fullnameOverride: "guard", webhooks: { name: "zz" } }), "f");
    expect(tls).toMatchObject({ serviceName: "guard", webhookConfigurations: { mutating: ["zz"], validating: ["zz"] } });
  });
  test("always leaves out what must never be in scope", () => {
    const { settings } = parseConfiguration(fileOf({ configuration: { excludedNamespaces: ["cni"] } }), "f");
    expect(settings.excludedNamespaces).toEqual(["cni", "kube-system", "kube-node-lease"]);
  });
  test.each(valueFiles)("of %s is one that Outlive takes", (file) => {
    const text =
      (only(render({ files: [file] }), "ConfigMap", "outlive")["data"] as Record<string, string>)["configuration.yaml"] ?? "";
    expect(() => parseConfiguration(text, "f")).not.toThrow();
  });
});

describe("values files", () => {
  test.each(valueFiles)("%s renders without a word", (file) => {
    expect(template({ files: [file] })).toMatchObject({ code: 0, stderr: "" });
  });
  test("the overlay network's replicas listen on their nodes", () => {
    const spec = specOf(only(render({ files: ["deploy/eks/values-overlay-cni.yaml"] }), "Deployment"));
    expect(spec.template.spec).toMatchObject({ hostNetwork: true, dnsPolicy: "ClusterFirstWithHostNet" });
    expect(spec.strategy).toMatchObject({ rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } });
  });
});

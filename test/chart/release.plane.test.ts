import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { localCertificates } from "#cli/local-certificates.ts";
import { createKubectl } from "../control-plane/kubectl.ts";
import { chart, helm, valueArguments } from "./helm.ts";

/** On an API server without nodes: what Helm and Outlive do to the same objects, whoever is in between. */
const plane = inject("controlPlane");
const kubectl = createKubectl(plane.kubectlPath, plane.kubeconfig);
const namespace = `chart-${randomBytes(4).toString("hex")}`;
/** Beside a configuration that another test may have registered as `outlive`. */
const name = `outlive-${randomBytes(4).toString("hex")}`;
const values = { webhooks: { name }, fullnameOverride: name };

const run = (command: "install" | "upgrade", changed: object = {}): ReturnType<typeof helm> =>
  helm(
    [
      command,
      name,
      chart,
      "-n",
      namespace,
      ...(command === "install" ? ["--create-namespace"] : []),
      ...valueArguments({ values: { ...values, ...changed } }),
    ],
    { KUBECONFIG: plane.kubeconfig },
  );

async function json(...args: readonly string[]): Promise<unknown> {
  const { code, stdout, stderr } = await kubectl([...args, "-o", "json"]);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as unknown;
}

const bundles = async (): Promise<readonly (string | undefined)[]> => {
  const both = await Promise.all(
    ["mutatingwebhookconfiguration", "validatingwebhookconfiguration"].map((kind) => json("get", kind, name)),
  );
  return (both as { webhooks: { clientConfig: { caBundle?: string } }[] }[]).flatMap(({ webhooks }) =>
    webhooks.map(({ clientConfig }) => clientConfig.caBundle),
  );
};

beforeAll(() => {
  const { code, stderr } = run("install");
  expect(`${code} ${stderr}`).toMatch(/^0 /);
});

afterAll(async () => {
  helm(["uninstall", name, "-n", namespace], { KUBECONFIG: plane.kubeconfig });
  await kubectl(["delete", "namespace", namespace, "--wait=false"]);
});

test("an upgrade leaves what Outlive wrote: the CA of both configurations, the content of the Secret", async () => {
  const { authority } = await localCertificates({ dns: ["localhost"], ip: [] }, 1, new Date());
  const caBundle = Buffer.from(authority.certificate).toString("base64");
  for (const kind of ["mutatingwebhookconfiguration", "validatingwebhookconfiguration"]) {
    const { webhooks } = (await json("get", kind, name)) as { readonly webhooks: readonly object[] };
    const patch = webhooks.map((_, index) => ({ op: "add", path: `/webhooks/${index}/clientConfig/caBundle`, value: caBundle }));
    await kubectl(["patch", kind, name, "--type=json", "--field-manager=outlive", "-p", JSON.stringify(patch)]);
  }
  await kubectl([
    "-n",
    namespace,
    "patch",
    "secret",
    "outlive-certificates",
    "--field-manager=outlive",
    "-p",
    JSON.stringify({ data: { "ca.crt": caBundle } }),
  ]);

  const { code, stderr } = run("upgrade", { configuration: { defaultPolicy: "propagation" }, commonLabels: { changed: "yes" } });
  expect(`${code} ${stderr}`).toMatch(/^0 /);
  const after = await bundles();
  expect(after.length).toBeGreaterThan(1);
  expect(new Set(after)).toEqual(new Set([caBundle]));
  expect(await json("-n", namespace, "get", "secret", "outlive-certificates")).toMatchObject({ data: { "ca.crt": caBundle } });
});

test("a changed policy is in the ConfigMap and starts no roll-out", async () => {
  const generation = async (): Promise<unknown> =>
    ((await json("-n", namespace, "get", "deployment", name)) as { metadata: { generation: number } }).metadata.generation;
  run("upgrade");
  const before = await generation();
  run("upgrade", { configuration: { defaultPolicy: "target-outlives-pod" } });
  expect(JSON.stringify(await json("-n", namespace, "get", "configmap", name))).toContain("defaultPolicy: target-outlives-pod");
  expect(await generation()).toBe(before);
});

test.each([
  ["list", "pods", true],
  ["watch", "ingresses.networking.k8s.io", true],
  ["list", "httproutes.gateway.networking.k8s.io", true],
  ["get", `mutatingwebhookconfigurations/${name}`, true],
  ["patch", `validatingwebhookconfigurations/${name}`, true],
  ["patch", "mutatingwebhookconfigurations/another", false],
  ["delete", `mutatingwebhookconfigurations/${name}`, false],
  ["list", "secrets", false],
  ["list", "configmaps", false],
  ["get", "pods", false],
  ["create", "pods", false],
  ["patch", "deployments.apps", false],
])("the ServiceAccount may %s %s: %s", async (verb, resource, allowed) => {
  const { stdout } = await kubectl(["auth", "can-i", verb, resource, "--as", `system:serviceaccount:${namespace}:${name}`, "-A"]);
  expect(stdout.trim()).toBe(allowed ? "yes" : "no");
});

test.each([
  ["get", "secrets/outlive-certificates", true],
  ["update", "secrets/outlive-certificates", true],
  ["get", "secrets/another", false],
  ["list", "secrets", false],
  ["update", "leases/outlive-certificates", true],
  ["update", "leases/another", false],
])("in its own namespace it may %s %s: %s", async (verb, resource, allowed) => {
  const { stdout } = await kubectl([
    "auth",
    "can-i",
    verb,
    resource,
    "--as",
    `system:serviceaccount:${namespace}:${name}`,
    "-n",
    namespace,
  ]);
  expect(stdout.trim()).toBe(allowed ? "yes" : "no");
});

test("uninstalling leaves nothing", async () => {
  const { code } = helm(["uninstall", name, "-n", namespace], { KUBECONFIG: plane.kubeconfig });
  expect(code).toBe(0);
  const everything = "mutatingwebhookconfigurations,validatingwebhookconfigurations,clusterroles,clusterrolebindings";
  const inside =
    "deployments,services,configmaps,secrets,leases,roles,rolebindings,serviceaccounts,poddisruptionbudgets,networkpolicies";
  const label = `app.kubernetes.io/instance=${name}`;
  const cluster = await kubectl(["get", everything, "-l", label, "-o", "name"]);
  const own = await kubectl(["-n", namespace, "get", inside, "-o", "name"]);
  expect(cluster.stdout).toBe("");
  // The rest is made by the control plane in every namespace.
  expect(own.stdout.trim().split("\n").sort()).toEqual(["configmap/kube-root-ca.crt", "serviceaccount/default"]);
});

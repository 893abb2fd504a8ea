import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { createKubectl } from "../control-plane/kubectl.ts";
import { freePorts } from "../control-plane/ports.ts";
import { chart, helm, root, valueArguments } from "./helm.ts";

/** The chart's ConfigMap, ServiceAccount, Role, Secret and Lease in the hands of the program that they are for. */
const plane = inject("controlPlane");
const kubectl = createKubectl(plane.kubectlPath, plane.kubeconfig);
const namespace = `chart-${randomBytes(4).toString("hex")}`;
const name = `outlive-${randomBytes(4).toString("hex")}`;
const folder = mkdtempSync(join(tmpdir(), "outlive-permissions-"));
const values = { fullnameOverride: name, webhooks: { name } };

let program: ChildProcess;
let said = "";
let port = 0;
let metricsPort = 0;

async function get(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await kubectl(args);
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

/** As a Pod would be given it, but for the way in which the token comes. */
async function kubeconfig(): Promise<string> {
  const token = (await get("-n", namespace, "create", "token", name)).trim();
  const cluster = { server: plane.server, "certificate-authority-data": Buffer.from(plane.ca).toString("base64") };
  const file = join(folder, "kubeconfig");
  const named = (what: object): readonly object[] => [{ name: "c", ...what }];
  const contexts = named({ context: { cluster: "c", user: "c" } });
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "c",
    contexts,
    clusters: named({ cluster }),
    users: named({ user: { token } }),
  };
  writeFileSync(file, JSON.stringify(config));
  return file;
}

const readiness = (): Promise<string> =>
  new Promise((resolve) => {
    const asked = request({ host: "127.0.0.1", port, path: "/readyz", rejectUnauthorized: false }, (answer) => {
      answer.setEncoding("utf8").on("data", (text: string) => resolve(`${answer.statusCode} ${text}`));
    });
    asked.on("error", (error) => resolve(error.message)).end();
  });

beforeAll(async () => {
  const { code, stderr } = helm(["install", name, chart, "-n", namespace, "--create-namespace", ...valueArguments({ values })], {
    KUBECONFIG: plane.kubeconfig,
  });
  expect(`${code} ${stderr}`).toMatch(/^0 /);
  const config = join(folder, "configuration.yaml");
  const configMap = JSON.parse(await get("-n", namespace, "get", "configmap", name, "-o", "json")) as {
    data: Record<string, string>;
  };
  writeFileSync(config, configMap.data["configuration.yaml"] ?? "");
  [port = 0, metricsPort = 0] = await freePorts(2);
  const sockets = ["--host", "127.0.0.1", "--port", `${port}`, "--metrics-port", `${metricsPort}`];
  const args = [join(root, "bin/outlive.js"), "serve", "--config", config, "--kubeconfig", await kubeconfig(), ...sockets];
  program = spawn(process.execPath, args, { env: { ...process.env, POD_NAMESPACE: namespace } });
  for (const stream of [program.stdout, program.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
});

afterAll(async () => {
  program.kill("SIGKILL");
  await once(program, "exit");
  helm(["uninstall", name, "-n", namespace], { KUBECONFIG: plane.kubeconfig });
  await kubectl(["delete", "namespace", namespace, "--wait=false"]);
  rmSync(folder, { recursive: true, force: true });
});

test("with the chart's configuration and permissions, and no others, it becomes ready", async () => {
  let last = "";
  for (let attempt = 0; attempt < 300 && !last.startsWith("200"); attempt += 1) {
    await pause(200);
    last = await readiness();
  }
  expect(`${last}${last.startsWith("200") ? "" : said}`).toBe("200 ok\n");
});

test("nothing that it reads is forbidden", async () => {
  const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  expect(metrics).toMatch(/^outlive_cache_synced 1$/m);
  expect(said.split("\n").filter((line) => line.includes("forbidden"))).toEqual([]);
});

test("the Secret that was empty holds authority and certificate, the Lease its holder, and both configurations the CA", async () => {
  const secret = JSON.parse(await get("-n", namespace, "get", "secret", "outlive-certificates", "-o", "json")) as {
    data: object;
  };
  expect(Object.keys(secret.data).sort()).toEqual(["ca-bundle.crt", "ca.crt", "ca.key", "tls.crt", "tls.key"]);
  expect(await get("-n", namespace, "get", "lease", "outlive-certificates", "-o", "jsonpath={.spec.holderIdentity}")).not.toBe(
    "",
  );
  for (const kind of ["mutatingwebhookconfiguration", "validatingwebhookconfiguration"])
    expect(await get("get", kind, name, "-o", "jsonpath={.webhooks[*].clientConfig.caBundle}")).toMatch(/^LS0t/);
});

/** With the token of the ServiceAccount, as somebody who has taken the Pod over would. */
const asOutlive = async (args: readonly string[], input?: object): Promise<string> => {
  const token = (await get("-n", namespace, "create", "token", name)).trim();
  const run = createKubectl(plane.kubectlPath, await kubeconfig());
  const { code, stderr } = await run(["--token", token, ...args], input === undefined ? {} : { input: JSON.stringify(input) });
  return `${code} ${stderr}`;
};

const configurations = ["mutatingwebhookconfiguration", "validatingwebhookconfiguration"] as const;

test.each(configurations)("its account changes nothing of the %s but caBundle", async (kind) => {
  const patched = (...patch: readonly object[]): Promise<string> =>
    asOutlive(["patch", kind, name, "--type", "json", "--patch", JSON.stringify(patch)]);
  const rule = { apiGroups: ["*"], apiVersions: ["*"], resources: ["*/*"], operations: ["*"] };
  const replacements: readonly object[] = [
    { op: "replace", path: "/webhooks/0/rules", value: [rule] },
    { op: "replace", path: "/webhooks/0/failurePolicy", value: "Fail" },
    { op: "replace", path: "/webhooks/0/namespaceSelector", value: {} },
    { op: "add", path: "/webhooks/0/matchConditions", value: [] },
    { op: "replace", path: "/webhooks/0/timeoutSeconds", value: 30 },
    { op: "replace", path: "/webhooks/0/name", value: "other.outlive.dev" },
    { op: "replace", path: "/webhooks/0/clientConfig/service/name", value: "somebody-elses" },
    { op: "replace", path: "/webhooks/0/clientConfig/service/path", value: "/elsewhere" },
    { op: "remove", path: "/webhooks/0" },
    { op: "add", path: "/metadata/labels/added", value: "yes" },
    { op: "add", path: "/metadata/finalizers", value: ["example.com/stuck"] },
    { op: "add", path: "/metadata/annotations", value: { added: "yes" } },
  ];
  for (const replacement of replacements)
    expect(await patched(replacement)).toMatch(/^1 .*(caBundle of its webhooks and nothing else)/s);
  const elsewhere = [
    { op: "remove", path: "/webhooks/0/clientConfig/service" },
    { op: "add", path: "/webhooks/0/clientConfig/url", value: "https://198.51.100.1/" },
  ];
  expect(await patched(...elsewhere)).toMatch(/^1 .*caBundle of its webhooks and nothing else/s);
  const bundle = await get("get", kind, name, "-o", "jsonpath={.webhooks[0].clientConfig.caBundle}");
  const twice = Buffer.from(Buffer.from(bundle, "base64").toString().repeat(2)).toString("base64");
  expect(await patched({ op: "replace", path: "/webhooks/0/clientConfig/caBundle", value: twice })).toBe("0 ");
});

test("its account makes no other Secret or Lease, and no token", async () => {
  const made = (secret: object): Promise<string> =>
    asOutlive(["create", "-f", "-"], { apiVersion: "v1", kind: "Secret", ...secret });
  expect(await made({ metadata: { name: "other", namespace } })).toMatch(/^1 .*and no other/s);
  await get("-n", namespace, "delete", "secret", "outlive-certificates");
  const token = {
    metadata: { name: "outlive-certificates", namespace, annotations: { "kubernetes.io/service-account.name": name } },
    type: "kubernetes.io/service-account-token",
  };
  expect(await made(token)).toMatch(/^1 .*(no Secret that holds a token|already exists)/s);
  const lease = { apiVersion: "coordination.k8s.io/v1", kind: "Lease", metadata: { name: "other", namespace } };
  expect(await asOutlive(["create", "-f", "-"], lease)).toMatch(/^1 .*and no other/s);
});

test("the program of helm test is content with it", async () => {
  const script = readFileSync(join(chart, "files/test.mjs"), "utf8");
  const tested = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    env: { WEBHOOK_ADDRESS: "127.0.0.1", WEBHOOK_PORT: `${port}` },
  });
  let told = "";
  for (const stream of [tested.stdout, tested.stderr])
    stream.setEncoding("utf8").on("data", (text: string) => {
      told += text;
    });
  const [code] = (await once(tested, "close")) as [number];
  expect(`${code} ${told}`).toBe("0 alive: yes\nready: yes\nanswers mutating reviews: yes\nanswers validating reviews: yes\n");
});

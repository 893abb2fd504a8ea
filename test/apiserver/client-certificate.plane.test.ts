/** The API server presents a client certificate as `--admission-control-config-file` tells it to, and Outlive lets it alone in. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Kubectl } from "#cli/demo/kubectl.ts";
import type { RunningWebhook } from "#cli/serve/running-webhook.ts";
import { webhookConfigurations } from "#cli/serve/webhook-configurations.ts";
import { webhooksReady } from "#cli/serve/webhook-probe.ts";
import { createAuthority } from "../control-plane/certificates.ts";
import { type ControlPlane, startControlPlane } from "../control-plane/control-plane.ts";
import { request } from "../server/running-server.ts";
import { startLocalWebhook } from "../support/local-webhook.ts";

const folder = mkdtempSync(join(tmpdir(), "outlive-client-certificate-"));
let plane: ControlPlane;
let webhook: RunningWebhook | undefined;
let ca = "";

const write = (name: string, content: string | object): string => {
  writeFileSync(join(folder, name), typeof content === "string" ? content : JSON.stringify(content));
  return join(folder, name);
};

/** As docs/security.md shows it. */
async function admissionControl(): Promise<string> {
  const authority = await createAuthority("api servers to webhooks");
  const { certificate, key } = await authority.issueClient({ commonName: "kube-apiserver" });
  write("client-ca.crt", authority.certificate);
  const user = { "client-certificate": write("client.crt", certificate), "client-key": write("client.key", key) };
  const kubeConfigFile = write("webhooks.kubeconfig", { apiVersion: "v1", kind: "Config", users: [{ name: "*", user }] });
  const configuration = { apiVersion: "apiserver.config.k8s.io/v1", kind: "WebhookAdmissionConfiguration", kubeConfigFile };
  const plugins = ["MutatingAdmissionWebhook", "ValidatingAdmissionWebhook"].map((name) => ({ name, configuration }));
  return write("admission.yaml", { apiVersion: "apiserver.config.k8s.io/v1", kind: "AdmissionConfiguration", plugins });
}

beforeAll(async () => {
  const apiServerArgs = [`--admission-control-config-file=${await admissionControl()}`];
  plane = await startControlPlane({ controllers: false, apiServerArgs });
  await apply({ apiVersion: "v1", kind: "Namespace", metadata: { name: "web", labels: { "outlive.dev/mode": "enforce" } } });
});

afterEach(async () => {
  await webhook?.stop();
  webhook = undefined;
});

afterAll(async () => {
  await plane?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function apply(...items: readonly object[]): Promise<void> {
  const input = JSON.stringify({ apiVersion: "v1", kind: "List", items });
  const { code, stderr } = await plane.kubectl(["apply", "-f", "-"], { input });
  if (code !== 0) throw new Error(stderr);
}

async function start(clientNames: readonly string[]): Promise<RunningWebhook> {
  const configFile = write("configuration.yaml", { server: { clientCAFile: join(folder, "client-ca.crt"), clientNames } });
  const local = await startLocalWebhook({ configFile, kubeconfig: plane.kubeconfig });
  [webhook, ca] = [local.webhook, local.ca];
  for (let tries = 0; !webhook.synced() && tries < 600; tries += 1) await pause(100);
  await apply(...webhookConfigurations({ url: `https://127.0.0.1:${webhook.port}`, caBundle: ca }));
  return webhook;
}

const kubectl: Kubectl = async (args, input) => {
  const { code, stdout, stderr } = await plane.kubectl(args, input === undefined ? {} : { input });
  return { code, stdout, shown: stdout + stderr };
};

const refused = async ({ metricsPort }: RunningWebhook): Promise<number> => {
  const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  return Number(/^outlive_rejections_total\{reason="client-not-authenticated"\} (\d+)$/m.exec(text)?.[1] ?? 0);
};

async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await holds()) return;
    await pause(100);
  }
  throw new Error(`waited in vain for ${what}`);
}

test("reviews of the API server are answered, those of anybody else are not", async () => {
  const running = await start(["kube-apiserver"]);
  await until(() => webhooksReady(kubectl, "web"), "both webhooks to answer the API server");
  expect(await refused(running)).toBe(0);
  const reply = await request(`https://127.0.0.1:${running.port}/mutate`, ca, { body: "{}" });
  expect(JSON.parse(reply.text)).toMatchObject({ kind: "Status", code: 401 });
  expect(await refused(running)).toBe(1);
});

test("an API server under another name is kept out as well", async () => {
  const running = await start(["somebody-else"]);
  await until(async () => {
    await webhooksReady(kubectl, "web");
    return (await refused(running)) > 0;
  }, "a review to be refused");
  expect(await webhooksReady(kubectl, "web")).toBe(false);
});

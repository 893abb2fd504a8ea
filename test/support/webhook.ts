import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { inject } from "vitest";
import type { Kubectl } from "#cli/demo/kubectl.ts";
import type { LineCollector } from "#cli/line-collector.ts";
import type { ElectionChoice } from "#cli/serve/election.ts";
import { webhookConfigurations } from "#cli/serve/webhook-configurations.ts";
import { webhooksReady } from "#cli/serve/webhook-probe.ts";
import { createKubectl } from "../control-plane/kubectl.ts";
import { request } from "../server/running-server.ts";
import { type Front, startFront } from "./front.ts";
import { startLocalWebhook } from "./local-webhook.ts";

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A webhook in this process, registered with the shared API server, and kubectl to work with it. */
export interface TestWebhook {
  readonly kubectl: (args: readonly string[], input?: unknown) => Promise<Ran>;
  /** Applies objects and fails the test with what kubectl says. */
  readonly apply: (...objects: readonly object[]) => Promise<string>;
  readonly get: (kind: string, namespace: string, name: string) => Promise<Record<string, unknown>>;
  /** A namespace of a fresh name with the labels. */
  readonly namespace: (labels?: Readonly<Record<string, string>>) => Promise<string>;
  /** Waits until the webhook's view has caught up with what was written: asks until `holds`. */
  readonly until: (holds: () => Promise<boolean> | boolean, what: string) => Promise<void>;
  readonly log: LineCollector;
  readonly metrics: () => Promise<string>;
  /** Undefined where the configuration leaves the gates off. */
  readonly gatesPort: number | undefined;
  /** Status of the probe that a kubelet would restart the Pod by. */
  readonly livez: () => Promise<number>;
  /** Writes the configuration file anew and waits until it is in force. */
  readonly configure: (configuration: object) => Promise<void>;
  /** Stores the two webhook configurations anew; it takes the API server up to some seconds to follow. */
  readonly register: (change?: (configurations: readonly WebhookConfiguration[]) => readonly object[]) => Promise<void>;
  /** Between the API server and the webhook: what passed, and the way to make it slow or gone. */
  readonly front: Front;
  readonly stop: () => Promise<void>;
}

export interface WebhookConfiguration {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly webhooks: readonly Readonly<Record<string, unknown>>[];
}

interface WebhookOptions {
  readonly configuration?: object;
  /** For what only one replica does; without it there is none. */
  readonly election?: ElectionChoice;
}

export async function startWebhook(options: WebhookOptions = {}): Promise<TestWebhook> {
  const plane = inject("controlPlane");
  const run = createKubectl(plane.kubectlPath, plane.kubeconfig);
  const kubectl = (args: readonly string[], input?: unknown): Promise<Ran> =>
    run(args, input === undefined ? {} : { input: typeof input === "string" ? input : JSON.stringify(input) });
  const folder = mkdtempSync(join(tmpdir(), "outlive-webhook-"));
  const configFile = join(folder, "configuration.yaml");
  writeFileSync(configFile, JSON.stringify(options.configuration ?? {}));
  const { webhook, log, ca, leaf } = await startLocalWebhook({
    configFile,
    kubeconfig: plane.kubeconfig,
    election: options.election,
  });
  const succeed = async (args: readonly string[], input?: unknown): Promise<string> => {
    const { code, stdout, stderr } = await kubectl(args, input);
    if (code !== 0) throw new Error(`kubectl ${args.join(" ")}: ${stderr}`);
    return stdout + stderr;
  };
  const apply = (...items: readonly object[]): Promise<string> =>
    succeed(["apply", "-f", "-"], { apiVersion: "v1", kind: "List", items });
  const namespace = async (labels: Readonly<Record<string, string>> = {}): Promise<string> => {
    const name = `t-${randomBytes(5).toString("hex")}`;
    await apply({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } });
    return name;
  };
  const front = await startFront(leaf, webhook.port);
  const register: TestWebhook["register"] = async (change = (configurations) => configurations) => {
    const url = `https://127.0.0.1:${front.port}`;
    const configurations = webhookConfigurations({ url, caBundle: ca }) as readonly WebhookConfiguration[];
    await apply(...change(configurations));
  };
  const reloads = async (): Promise<number> =>
    Number(/outlive_config_reloads_total\{result="reloaded"\} (\d+)/.exec(await metricsOf(webhook.metricsPort))?.[1] ?? 0);
  await until(webhook.synced, "the view to be synced");
  await register();
  const probe = await namespace({ "outlive.dev/mode": "enforce" });
  const shown: Kubectl = async (args, input) => {
    const { code, stdout, stderr } = await kubectl(args, input);
    return { code, stdout, shown: stdout + stderr };
  };
  await until(() => webhooksReady(shown, probe), "both webhooks to be called");
  return {
    kubectl,
    apply,
    namespace,
    until,
    log,
    get: async (kind, inNamespace, name) =>
      JSON.parse(await succeed(["-n", inNamespace, "get", kind, name, "-o", "json"])) as Record<string, unknown>,
    metrics: () => metricsOf(webhook.metricsPort),
    gatesPort: webhook.gatesPort,
    livez: async () => (await request(`https://127.0.0.1:${webhook.port}/livez`, ca)).status,
    configure: async (configuration) => {
      const text = JSON.stringify(configuration);
      if (text === readFileSync(configFile, "utf8")) return;
      const before = await reloads();
      writeFileSync(configFile, text);
      await until(async () => (await reloads()) > before, "the configuration to be reloaded");
    },
    register,
    front,
    stop: async () => {
      await kubectl(["delete", "--ignore-not-found", "mutatingwebhookconfiguration,validatingwebhookconfiguration", "outlive"]);
      await front.stop();
      await webhook.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const metricsOf = async (port: number): Promise<string> => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();

async function until(holds: () => Promise<boolean> | boolean, what: string): Promise<void> {
  const deadlineMs = Date.now() + 60_000;
  while (Date.now() < deadlineMs) {
    if (await holds()) return;
    await pause(100);
  }
  throw new Error(`waited 60 s for ${what}`);
}

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { LineCollector } from "#cli/line-collector.ts";
import { localCertificates } from "#cli/local-certificates.ts";
import { runWebhook } from "#cli/running-webhook.ts";
import { webhookConfigurations } from "#cli/webhook-configurations.ts";
import { certificateInMemory } from "#server/certificate-source.ts";
import type { Cluster } from "./scene.ts";

export interface InstalledOutlive {
  readonly stop: () => Promise<void>;
}

/** Runs Outlive in this process, at an address of the host that the API server reaches, and registers it. */
export async function startOutlive(cluster: Cluster, host: string, configuration: object): Promise<InstalledOutlive> {
  const folder = mkdtempSync(join(tmpdir(), "outlive-proof-"));
  const configFile = join(folder, "configuration.yaml");
  writeFileSync(configFile, JSON.stringify(configuration));
  const { authority, leaf } = await localCertificates({ dns: [], ip: [host] }, 1, new Date());
  const webhook = await runWebhook(
    {
      configFile,
      kubeconfig: cluster.kubeconfig,
      context: undefined,
      host,
      port: 0,
      metricsPort: 0,
      certificates: certificateInMemory(leaf),
      ownNamespace: undefined,
    },
    new LineCollector(),
    () => {},
  );
  const items = webhookConfigurations({ url: `https://${host}:${webhook.port}`, caBundle: authority.certificate });
  const input = JSON.stringify({ apiVersion: "v1", kind: "List", items });
  const { code, stderr } = await cluster.kubectl(["apply", "-f", "-"], { input });
  if (code !== 0) throw new Error(`Outlive cannot be registered: ${stderr.trim()}`);
  while (!webhook.synced()) await pause(50);
  // The API server follows its webhook configurations after some moments.
  await pause(3_000);
  return {
    stop: async () => {
      const kinds = "mutatingwebhookconfiguration,validatingwebhookconfiguration";
      await cluster.kubectl(["delete", "--ignore-not-found", kinds, "outlive"]);
      await webhook.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

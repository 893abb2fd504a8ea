/** Outlive as a Pod of its release would run: with the rights of its ServiceAccount and the ConfigMap that is mounted, it issues its certificates and writes them where the chart has left room for them. */

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inject } from "vitest";
import { objectAt } from "#model/kubernetes/json.ts";
import { freePorts } from "../control-plane/ports.ts";
import { listAt } from "../support/stored.ts";
import { tokenKubeconfig } from "../support/token-kubeconfig.ts";
import type { Cluster } from "./cluster.ts";
import { mountConfiguration } from "./mounted-configuration.ts";
import { patiently } from "./patiently.ts";
import { accepts, programs } from "./programs.ts";

export interface OwnInstallation {
  /** Of HTTPS, on 127.0.0.1. */
  readonly port: number;
  readonly stop: () => Promise<void>;
}

const configurations = ["mutatingwebhookconfiguration", "validatingwebhookconfiguration"];

/** Starts `outlive serve` with the configuration of the release, and waits until its authority is in every webhook. */
export async function runRelease(cluster: Cluster, namespace: string, name = "outlive"): Promise<OwnInstallation> {
  const running = programs();
  const kubeconfig = join(running.folder, "kubeconfig");
  writeFileSync(kubeconfig, await ofServiceAccount(cluster, namespace, name));
  const configuration = await mountConfiguration(cluster, namespace, name, running.folder);
  const stop = async (): Promise<void> => {
    await configuration.stop();
    await running.stop();
  };
  const [port = 0, metrics = 0] = await freePorts(2);
  const main = join(import.meta.dirname, "../../bin/outlive.js");
  const listening = ["--host", "127.0.0.1", "--port", `${port}`, "--metrics-port", `${metrics}`];
  try {
    await running.start(
      {
        name: "outlive",
        path: process.execPath,
        args: [main, "serve", "--config", configuration.file, "--kubeconfig", kubeconfig, ...listening],
        env: { POD_NAMESPACE: namespace },
      },
      accepts(port),
    );
    await patiently(
      cluster,
      async () => (await bundles(cluster, name)).every((bundle) => bundle !== undefined),
      "the authority of every webhook to be written",
    );
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, stop };
}

async function ofServiceAccount(cluster: Cluster, namespace: string, name: string): Promise<string> {
  const { server, ca } = inject("controlPlane");
  const { code, stdout, stderr } = await cluster.kubectl(["-n", namespace, "create", "token", name]);
  if (code !== 0) throw new Error(stderr);
  return tokenKubeconfig(server, ca, stdout.trim());
}

/** The `caBundle` of every webhook of both configurations. */
export async function bundles(cluster: Cluster, name = "outlive"): Promise<readonly (string | undefined)[]> {
  const both = await Promise.all(configurations.map((kind) => cluster.get(kind, "default", name)));
  return both.flatMap((configuration) =>
    listAt(configuration as never, "webhooks").map(
      (webhook) => objectAt(webhook, "clientConfig")["caBundle"] as string | undefined,
    ),
  );
}

/** What Outlive has written, and the release must leave alone: authorities, certificates, and who keeps them. */
export async function written(cluster: Cluster, namespace: string, name = "outlive"): Promise<unknown> {
  const certificates = `${name}-certificates`;
  const { data } = await cluster.get("secret", namespace, certificates);
  const { holderIdentity } = objectAt(await cluster.get("lease", namespace, certificates), "spec");
  return { bundles: await bundles(cluster, name), data, holderIdentity };
}

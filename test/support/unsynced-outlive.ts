/** An Outlive that cannot read the cluster yet: the API server is behind a door that closes every connection until `letIn`. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { inject } from "vitest";
import { startLocalWebhook } from "./local-webhook.ts";

export interface UnsyncedOutlive {
  readonly gatesPort: number | undefined;
  readonly metricsPort: number;
  /** Resolves when the cluster has been read. */
  readonly letIn: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** It reviews nothing: no webhook configuration leads to it. */
export async function startUnsyncedOutlive(): Promise<UnsyncedOutlive> {
  const { kubeconfig, server } = inject("controlPlane");
  const folder = mkdtempSync(join(tmpdir(), "outlive-unsynced-"));
  const sockets = new Set<Socket>();
  const { hostname, port: apiPort } = new URL(server);
  let open = false;
  const door = createServer((near) => {
    near.on("error", () => near.destroy());
    if (!open) return void near.destroy();
    const far = connect(Number(apiPort), hostname);
    for (const socket of [near, far]) sockets.add(socket.on("error", () => socket.destroy()));
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
  const { port } = door.address() as AddressInfo;
  const behind = join(folder, "kubeconfig");
  writeFileSync(behind, readFileSync(kubeconfig, "utf8").replaceAll(server, `https://127.0.0.1:${port}`));
  const configFile = join(folder, "configuration.yaml");
  writeFileSync(configFile, JSON.stringify({ gates: { enabled: true, port: 0 } }));
  const { webhook } = await startLocalWebhook({ configFile, kubeconfig: behind });
  return {
    gatesPort: webhook.gatesPort,
    metricsPort: webhook.metricsPort,
    letIn: async () => {
      open = true;
      while (!webhook.synced()) await pause(100);
    },
    stop: async () => {
      await webhook.stop();
      for (const socket of sockets) socket.destroy();
      door.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

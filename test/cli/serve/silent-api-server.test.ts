import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { stringify } from "yaml";
import { LineCollector } from "#cli/line-collector.ts";
import { defaultPace } from "#cli/serve/certificate-choice.ts";
import { runWebhook } from "#cli/serve/running-webhook.ts";
import { systemClock } from "#clock/clock.ts";

/** Takes every connection and never says anything, as an address behind a firewall that drops packets. */
async function silentServer(): Promise<number> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

// Longer than what is waited for at the end, and shorter than the minute after which a request is given up.
test("A replica whose API server does not respond ends all the same", { timeout: 30_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "outlive-silent-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const kubeconfig = join(folder, "kubeconfig");
  const configFile = join(folder, "configuration.yaml");
  writeFileSync(
    kubeconfig,
    stringify({
      clusters: [{ name: "silent", cluster: { server: `http://127.0.0.1:${await silentServer()}` } }],
      users: [{ name: "nobody", user: {} }],
      contexts: [{ name: "silent", context: { cluster: "silent", user: "nobody" } }],
      "current-context": "silent",
    }),
  );
  writeFileSync(configFile, stringify({ tls: { mode: "self" }, reports: { enabled: true }, restart: { onNewRoute: true } }));
  const sockets = { host: "127.0.0.1", port: 0, metricsPort: 0 };
  const certificates = { kind: "self", namespace: "outlive", identity: "one", clock: systemClock, pace: defaultPace } as const;
  const webhook = await runWebhook(
    { configFile, kubeconfig, context: undefined, ...sockets, certificates, ownNamespace: undefined },
    new LineCollector(),
    () => {},
  );
  expect(webhook.synced()).toBe(false);
  await webhook.stop();
});

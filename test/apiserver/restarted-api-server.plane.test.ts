import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { webhookConfigurations } from "#cli/serve/webhook-configurations.ts";
import { startControlPlane } from "../control-plane/control-plane.ts";
import { isAlive, sendSignal } from "../control-plane/processes.ts";
import { pod } from "../support/shop.ts";

const commandOf = (pid: number): readonly string[] => readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").slice(0, -1);

async function until(holds: () => Promise<boolean> | boolean): Promise<boolean> {
  const deadlineMs = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > deadlineMs) return false;
    await pause(200);
  }
  return true;
}

// How a process was started is read from /proc.
test.runIf(process.platform === "linux")(
  "I9 a webhook of ours that is broken and fails closed outlives a restart of the API server, and taking it away heals",
  async () => {
    const plane = await startControlPlane({ controllers: false });
    onTestFinished(plane.stop);
    const server = plane.pids.find((pid) => commandOf(pid)[0]?.endsWith("kube-apiserver")) ?? 0;
    const [path = "", ...args] = commandOf(server);
    const kubectl = (given: readonly string[], input: object = {}) => plane.kubectl(given, { input: JSON.stringify(input) });
    const create = async (): Promise<string> =>
      (await kubectl(["create", "--dry-run=server", "-f", "-"], pod("broken", "one"))).stderr;
    await kubectl(["create", "-f", "-"], {
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name: "broken", labels: { "outlive.dev/mode": "enforce" } },
    });
    expect(await create()).toBe("");
    const nobody = webhookConfigurations({ url: "https://127.0.0.1:1", caBundle: plane.ca }) as readonly { webhooks: object[] }[];
    const closed = nobody.map((each) => ({
      ...each,
      webhooks: each.webhooks.map((hook) => ({ ...hook, failurePolicy: "Fail" })),
    }));
    await kubectl(["create", "-f", "-"], { apiVersion: "v1", kind: "List", items: closed });
    expect(await until(async () => (await create()).includes("failed calling webhook"))).toBe(true);

    sendSignal(server, "SIGTERM");
    expect(await until(() => !isAlive(server))).toBe(true);
    const again = spawn(path, args, { cwd: plane.dataDir, stdio: "ignore" });
    onTestFinished(() => {
      again.kill("SIGKILL");
    });
    expect(await until(async () => (await kubectl(["get", "--raw", "/readyz"])).code === 0)).toBe(true);
    expect(await until(async () => (await create()).includes("failed calling webhook"))).toBe(true);
    const kinds = "mutatingwebhookconfiguration,validatingwebhookconfiguration";
    expect((await kubectl(["delete", kinds, "outlive"])).code).toBe(0);
    expect(await until(async () => (await create()) === "")).toBe(true);
  },
  300_000,
);

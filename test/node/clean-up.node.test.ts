import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { sendSignal } from "../control-plane/processes.ts";
import { hostTraces } from "./host-traces.ts";
import { startNodes } from "./start-nodes.ts";

const pod = JSON.stringify({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "sandbox" },
  spec: { containers: [{ name: "pause", image: "localhost/outlive-pause:1", imagePullPolicy: "Never" }] },
});

test("stop leaves nothing behind, though a Pod still runs", async () => {
  const before = hostTraces();
  const nodes = await startNodes();
  try {
    expect(hostTraces()).not.toEqual(before);
    await nodes.kubectl(["apply", "-f", "-"], { input: pod });
    expect(await nodes.kubectl(["wait", "--for=condition=Ready", "pod/sandbox", "--timeout=30s"])).toMatchObject({ code: 0 });
  } finally {
    await nodes.stop();
  }
  expect(hostTraces()).toEqual(before);
});

test.each(["SIGINT", "SIGKILL"] as const)("%s leaves nothing behind either", async (signal) => {
  const before = hostTraces();
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts"), "start"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  expect(line.toString()).toMatch(/^export KUBECONFIG=/);
  sendSignal(child.pid as number, signal);
  await vi.waitFor(() => expect(hostTraces()).toEqual(before), { timeout: 30_000, interval: 200 });
});

test("a second cluster is refused while one is up", async () => {
  const nodes = await startNodes();
  try {
    await expect(startNodes()).rejects.toThrow(/one cluster at a time/);
  } finally {
    await nodes.stop();
  }
});

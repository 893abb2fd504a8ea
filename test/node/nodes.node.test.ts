import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { baseImage } from "./base-image.ts";
import { type Nodes, startNodes } from "./start-nodes.ts";
import { web } from "./web.ts";

const images = mkdtempSync(join(tmpdir(), "outlive-images-"));
let nodes: Nodes;

beforeAll(async () => {
  nodes = await startNodes({ nodes: 2 });
  await nodes.importImage(baseImage(images));
  await nodes.kubectl(["apply", "-f", "-"], { input: web("web", { replicas: 4, preStopSeconds: 3 }) });
  await kubectl("rollout", "status", "deployment/web", "--timeout=60s");
});

afterAll(async () => {
  rmSync(images, { recursive: true });
  await nodes?.stop();
});

async function kubectl(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await nodes.kubectl(args);
  if (code !== 0) throw new Error(`kubectl ${args.join(" ")}: ${stderr}`);
  return stdout;
}

async function pods(node: string): Promise<readonly string[]> {
  const selection = ["-l", "app=web", `--field-selector=spec.nodeName=${node}`, "-o", "jsonpath={.items[*].metadata.name}"];
  return (await kubectl("get", "pods", ...selection)).split(" ").filter(Boolean);
}

async function secondsToEnd(...args: readonly string[]): Promise<number> {
  const startedMs = Date.now();
  await kubectl(...args);
  return (Date.now() - startedMs) / 1000;
}

test("both nodes are ready and have Pods", async () => {
  const conditions = 'jsonpath={.items[*].status.conditions[?(@.type=="Ready")].status}';
  expect(await kubectl("get", "nodes", "-o", conditions)).toBe("True True");
  expect(await pods("node-1")).not.toHaveLength(0);
  expect(await pods("node-2")).not.toHaveLength(0);
});

test("a Service's address reaches every Pod, from the host and from a Pod", async () => {
  const address = await kubectl("get", "service", "web", "-o", "jsonpath={.spec.clusterIP}");
  const all = [...(await pods("node-1")), ...(await pods("node-2"))];
  const answered = new Set<string>();
  await vi.waitFor(
    async () => {
      const response = await fetch(`http://${address}/`, { headers: { connection: "close" } });
      answered.add(await response.text());
      expect([...answered].sort()).toEqual([...all].sort());
    },
    { timeout: 20_000, interval: 10 },
  );
  const script = `fetch("http://${address}/").then((response) => response.text()).then(console.log)`;
  expect(all).toContain((await kubectl("exec", all[0] as string, "--", "node", "-e", script)).trim());
});

test("a Pod ends after its sleep, not before and not much later", async () => {
  const [pod = ""] = await pods("node-1");
  const taken = await secondsToEnd("delete", "pod", pod);
  expect(taken).toBeGreaterThanOrEqual(3);
  expect(taken).toBeLessThan(15);
  await kubectl("rollout", "status", "deployment/web", "--timeout=60s");
});

test("a drain ends the Pods of its node after their sleep, and others take their place", async () => {
  const before = await pods("node-2");
  expect(await secondsToEnd("drain", "node-2", "--ignore-daemonsets")).toBeGreaterThanOrEqual(3);
  const after = await pods("node-2");
  expect(after.filter((name) => before.includes(name))).toEqual([]);
  await kubectl("rollout", "status", "deployment/web", "--timeout=60s");
  expect(await pods("node-1")).toHaveLength(4);
});

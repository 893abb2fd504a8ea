/**
 * Pods that end under the kubelet of one release. One whose gate is off stands for those before 1.30, on which the chart does not install:
 * it takes the hook and does not wait, which is why Outlive lets the container sleep where a node is that old.
 */
import { copyFileSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseKubernetesVersion, versionHas } from "#model/kubernetes/version-facts.ts";
import { copyRuntime } from "../../scripts/runtime-root.ts";
import { writeImageArchive } from "../node/image-archive.ts";
import { type Nodes, startNodes } from "../node/start-nodes.ts";

const release = process.env["OUTLIVE_KUBELET"] ?? "";
/** The gate cannot be switched off from here on. */
const lockedFrom = 34;
const lasts = 4;
const image = "localhost/outlive-sleeper:1";
let folder: string;
let archive: string;

/** A Node that ends at once on SIGTERM, so that what a termination takes is the hook's; and the `sleep` that the exec form runs. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "outlive-sleeper-"));
  const root = join(folder, "root");
  copyRuntime(root);
  copyFileSync(realpathSync("/bin/sleep"), join(root, "usr/local/bin/sleep"));
  archive = join(folder, "sleeper.tar");
  writeImageArchive({ name: image, root, entrypoint: ["node"], env: ["PATH=/usr/local/bin"] }, archive);
});
afterAll(() => rmSync(folder, { recursive: true }));

const script = `process.on("SIGTERM", () => process.exit(0)); setInterval(() => {}, 1000);`;

const podWith = (name: string, preStop: object): string =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name },
    spec: {
      terminationGracePeriodSeconds: 30,
      containers: [{ name: "app", image, imagePullPolicy: "Never", args: ["-e", script], lifecycle: { preStop } }],
    },
  });

/** From the deletion until the object is gone. */
async function secondsToEnd(nodes: Nodes, name: string, preStop: object): Promise<number> {
  const applied = await nodes.kubectl(["apply", "-f", "-"], { input: podWith(name, preStop) });
  expect(applied).toMatchObject({ code: 0 });
  expect(await nodes.kubectl(["wait", "--for=condition=Ready", `pod/${name}`, "--timeout=60s"])).toMatchObject({ code: 0 });
  const startedMs = Date.now();
  expect(await nodes.kubectl(["delete", "pod", name])).toMatchObject({ code: 0 });
  return (Date.now() - startedMs) / 1000;
}

const native = { sleep: { seconds: lasts } };
const exec = { exec: { command: ["sleep", String(lasts)] } };

describe("the kubelet as shipped", () => {
  let nodes: Nodes;
  beforeAll(async () => {
    nodes = await startNodes();
    await nodes.importImage(archive);
  });
  afterAll(() => nodes?.stop());

  test("is of the release that is tried", async () => {
    const { stdout } = await nodes.kubectl(["get", "nodes", "-o", "jsonpath={.items[0].status.nodeInfo.kubeletVersion}"]);
    expect(parseKubernetesVersion(stdout)).toEqual(parseKubernetesVersion(release));
  });

  test("waits for the native sleep", async () => {
    expect(await secondsToEnd(nodes, "native", native)).toBeGreaterThanOrEqual(lasts);
  });

  test("waits for a sleep that the container runs", async () => {
    expect(await secondsToEnd(nodes, "exec", exec)).toBeGreaterThanOrEqual(lasts);
  });

  test("takes a sleep of zero where its version has it", async ({ skip }) => {
    skip(!versionHas("sleepOfZero", release), "a sleep of zero is refused in this version");
    expect(await secondsToEnd(nodes, "zero", { sleep: { seconds: 0 } })).toBeGreaterThan(0);
  });
});

describe("a kubelet without the sleep action", () => {
  let nodes: Nodes | undefined;
  const minor = parseKubernetesVersion(release)?.minor ?? 0;
  beforeAll(async () => {
    if (minor >= lockedFrom) return;
    nodes = await startNodes({ kubeletGates: { PodLifecycleSleepAction: false } });
    await nodes.importImage(archive);
  });
  afterAll(() => nodes?.stop());

  test("does not wait for it, and waits for the sleep in the container", async ({ skip }) => {
    if (nodes === undefined) return skip("the gate is locked in this version");
    // Half a hook would already be as long: nothing else in the end of a Pod is.
    expect(await secondsToEnd(nodes, "native", { sleep: { seconds: 25 } })).toBeLessThan(20);
    expect(await secondsToEnd(nodes, "exec", exec)).toBeGreaterThanOrEqual(lasts);
  });
});

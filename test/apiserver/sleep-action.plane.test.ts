/** What to do on servers and kubelets that do not know the sleep action, of which one old node is enough. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonObject } from "#model/kubernetes/json.ts";
import { delay, ingress, pod, service } from "../support/shop.ts";
import { dryRun, routedNamespace, sleep, timed } from "../support/stored.ts";
import { startWebhook, type TestWebhook } from "../support/webhook.ts";

let webhook: TestWebhook;
let routed: string;
beforeAll(async () => {
  webhook = await startWebhook();
  routed = await routedNamespace(webhook, 40, (namespace) => [service(namespace), ingress(namespace, delay(35))]);
});
afterAll(async () => {
  await webhook.kubectl(["delete", "--ignore-not-found", "node", "old"]);
  await webhook.stop();
});

const exec = { exec: { command: ["sleep", "40"] } };

const untilHook = (hook: object, object: () => object): Promise<void> =>
  webhook.until(
    async () => JSON.stringify(timed(await dryRun(webhook, object())).hooks["app"]) === JSON.stringify(hook),
    JSON.stringify(hook),
  );

const plain = () => pod(routed, "plain");

const windows = (): object => {
  const given = pod(routed, "windows") as { spec: JsonObject };
  return { ...given, spec: { ...given.spec, os: { name: "windows" } } };
};

test("L10 with a node of 1.28 no native sleep is written, but for Windows, and it is again when the node is gone", async () => {
  await webhook.apply({ apiVersion: "v1", kind: "Node", metadata: { name: "old" }, spec: { unschedulable: true } });
  const status = JSON.stringify({ status: { nodeInfo: { kubeletVersion: "v1.28.15-eks-1" } } });
  const patched = await webhook.kubectl(["patch", "node", "old", "--subresource=status", "--type=merge", "-p", status]);
  expect([patched.code, patched.stderr]).toEqual([0, ""]);
  await untilHook(exec, plain);
  await untilHook(sleep(40), windows);
  await webhook.configure({ sleepAction: "native" });
  await untilHook(sleep(40), plain);
  await webhook.configure({ sleepAction: "auto" });
  await untilHook(exec, plain);
  await webhook.kubectl(["delete", "node", "old"]);
  await untilHook(sleep(40), plain);
});

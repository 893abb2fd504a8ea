import { afterAll, beforeAll, expect, test } from "vitest";
import { delay, deployment, ingress, service } from "../support/shop.ts";
import { startWebhook, type TestWebhook } from "../support/webhook.ts";

let webhook: TestWebhook;
beforeAll(async () => {
  webhook = await startWebhook({ configuration: { gates: { enabled: true, port: 0 } } });
});
afterAll(() => webhook.stop());

const confirm = async (namespace: string): Promise<{ readonly status: number; readonly text: string }> => {
  const response = await fetch(`http://127.0.0.1:${webhook.gatesPort}/flagger/confirm-rollout`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "shop", namespace, phase: "Initialized", checksum: "6c9d77b5f4" }),
  });
  return { status: response.status, text: await response.text() };
};

test("a release waits until its timings hold, and both tools get the same answer", async () => {
  const namespace = await webhook.namespace({ "outlive.dev/mode": "warn" });
  await webhook.apply(service(namespace), ingress(namespace, delay(35)), deployment(namespace));
  await webhook.until(async () => (await confirm(namespace)).status === 412, "the release to be refused");
  expect((await confirm(namespace)).text).toContain("Fix: ");
  const path = `/gate/v1/namespaces/${namespace}/deployments/shop`;
  const argo = await fetch(`http://127.0.0.1:${webhook.gatesPort}${path}`);
  expect(await argo.json()).toMatchObject({ ok: false, outcome: "refused" });

  await webhook.kubectl(["label", "namespace", namespace, "outlive.dev/mode=enforce", "--overwrite"]);
  await webhook.until(async () => (await confirm(namespace)).status === 200, "the release to be let through");
  expect(await webhook.metrics()).toMatch(/outlive_gate_responses_total\{gate="flagger",outcome="refused"\} [1-9]/);
});

/** Pods that admission has sized stand every raise of a delay that they sleep through, whatever else is in them. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type JsonObject, objectAt } from "#model/kubernetes/json.ts";
import { attributesAnnotation, delay, deployment, ingress, service } from "../support/shop.ts";
import { routedNamespace, sleep, template, timed } from "../support/stored.ts";
import { startWebhook, type TestWebhook } from "../support/webhook.ts";

let webhook: TestWebhook;
beforeAll(async () => {
  webhook = await startWebhook();
});
afterAll(() => webhook.stop());

const routes = (namespace: string) => [service(namespace), ingress(namespace, delay(20))];

const quit: JsonObject = { exec: { command: ["/bin/sh", "-c", "kill -QUIT 1"] } };

function withSidecar(namespace: string, hook: JsonObject | undefined, annotations: Readonly<Record<string, string>>): object {
  const manifest = structuredClone(deployment(namespace, { replicas: 1, annotations })) as JsonObject;
  const spec = objectAt(manifest, ...template, "spec") as { containers: object[] } & JsonObject;
  spec.containers.push({ name: "proxy", image: "proxy:1", ...(hook === undefined ? {} : { lifecycle: { preStop: hook } }) });
  return manifest;
}

test.each<[string, JsonObject | undefined, Readonly<Record<string, string>>]>([
  ["a sidecar whose hook is no sleep", quit, {}],
  ["only one container that counts", undefined, { "outlive.dev/containers": "app" }],
])("with %s", async (_what, hook, annotations) => {
  const namespace = await routedNamespace(webhook, 25, routes);
  await webhook.apply(withSidecar(namespace, hook, annotations));
  const pods = async (): Promise<readonly object[]> =>
    (JSON.parse((await webhook.kubectl(["-n", namespace, "get", "pods", "-o", "json"])).stdout) as { items: object[] }).items;
  await webhook.until(async () => (await pods()).length === 1, "the Pod");
  expect(timed((await pods())[0]).hooks["app"]).toEqual(sleep(25));
  const raise = (seconds: number) =>
    webhook.kubectl(["-n", namespace, "annotate", "--overwrite", "ingress/shop", `${attributesAnnotation}=${delay(seconds)}`]);
  // A raise that the Pod cannot stand is refused as soon as the Pod is seen; until then nothing is known of it.
  await webhook.until(async () => (await raise(60)).code !== 0, "the Pod to be seen");
  for (const seconds of [21, 24]) {
    const { code, stderr } = await raise(seconds);
    expect([code, stderr]).toEqual([0, ""]);
  }
});

/** What people and tools do to a template that was sized: their values stay, and a sleep that gets lost comes back. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isJsonObject, type JsonObject, objectAt } from "#model/kubernetes/json.ts";
import { delay, deployment, ingress, service } from "../support/shop.ts";
import { routedNamespace, sleep, type Timed, template, timed } from "../support/stored.ts";
import { type Ran, startWebhook, type TestWebhook } from "../support/webhook.ts";

let webhook: TestWebhook;
beforeAll(async () => {
  webhook = await startWebhook();
});
afterAll(() => webhook.stop());

const routes = (namespace: string) => [service(namespace), ingress(namespace, delay(35))];

async function sizedNamespace(manifest: (namespace: string) => object = deployment): Promise<string> {
  const namespace = await routedNamespace(webhook, 40, routes);
  await webhook.apply(manifest(namespace));
  expect(await stored(namespace)).toMatchObject({ grace: 50 });
  return namespace;
}

const stored = async (namespace: string): Promise<Timed> =>
  timed(await webhook.get("deployment", namespace, "shop"), ...template);

const patch = (namespace: string, type: "strategic" | "merge", spec: object): Promise<Ran> =>
  webhook.kubectl([
    "-n",
    namespace,
    "patch",
    "deployment",
    "shop",
    `--type=${type}`,
    "-p",
    JSON.stringify({ spec: { template: { spec } } }),
  ]);

/** As `kubectl edit` and most clients do it: read, change, PUT. */
async function edit(namespace: string, change: (spec: Record<string, unknown>) => void): Promise<Ran> {
  const object = structuredClone(await webhook.get("deployment", namespace, "shop"));
  change(objectAt(object, ...template, "spec") as Record<string, unknown>);
  return webhook.kubectl(["replace", "-f", "-"], object);
}

const said = ({ stderr }: Ran): string => stderr.replaceAll("\nWarning: ", " ");

describe.each<[string, (namespace: string, grace: number) => Promise<Ran>]>([
  ["kubectl patch", (namespace, grace) => patch(namespace, "strategic", { terminationGracePeriodSeconds: grace })],
  [
    "an edit",
    (namespace, grace) =>
      edit(namespace, (spec) => {
        spec["terminationGracePeriodSeconds"] = grace;
      }),
  ],
])("a grace period changed by %s", (_way, change) => {
  test.each([120, 200])("to %d is stored", async (grace) => {
    const namespace = await sizedNamespace();
    const ran = await change(namespace, grace);
    expect(ran.code).toBe(0);
    expect(said(ran)).not.toContain("lowered");
    expect(await stored(namespace)).toMatchObject({ hooks: { app: sleep(40) }, grace });
  });

  test("to less is stored with a warning, and the Pods are sized all the same", async () => {
    const namespace = await sizedNamespace();
    const ran = await change(namespace, 45);
    expect(ran.code).toBe(0);
    expect(said(ran)).toContain("terminationGracePeriodSeconds lowered from 50 s to 45 s");
    expect(said(ran)).toContain("set on Pods when they are created: terminationGracePeriodSeconds 50");
    expect(await stored(namespace)).toMatchObject({ hooks: { app: sleep(40) }, grace: 45 });
  });

  test("to less than our sleep, as it was before the injection, is stored without the sleep", async () => {
    const namespace = await sizedNamespace();
    const ran = await change(namespace, 30);
    expect(ran.code).toBe(0);
    expect(said(ran)).toContain("terminationGracePeriodSeconds lowered from 50 s to 30 s");
    expect(await stored(namespace)).toMatchObject({ hooks: { app: {} }, grace: 30, record: '{"version":1}' });
  });
});

describe("a sleep of ours", () => {
  test("that an edit lowers stays lowered, with a warning", async () => {
    const namespace = await sizedNamespace();
    const ran = await edit(namespace, ({ containers }) => {
      const [app] = containers as JsonObject[];
      Object.assign(objectAt(app, "lifecycle", "preStop", "sleep"), { seconds: 20 });
    });
    expect(ran.code).toBe(0);
    expect(said(ran)).toContain("containers[0].lifecycle.preStop lowered from 40 s to 20 s");
    expect(await stored(namespace)).toMatchObject({ hooks: { app: sleep(20) }, grace: 50 });
  });

  test("that is taken out by hand is restored, with a warning that says how to be left alone", async () => {
    const namespace = await sizedNamespace();
    const before = await webhook.get("deployment", namespace, "shop");
    const ran = await edit(namespace, ({ containers }) => {
      for (const container of containers as Record<string, unknown>[]) delete container["lifecycle"];
    });
    expect(ran.code).toBe(0);
    expect(said(ran)).toContain("outlive.dev/skip");
    const after = await webhook.get("deployment", namespace, "shop");
    expect(objectAt(after, ...template)).toEqual(objectAt(before, ...template));
  });

  const container = (image: string): object => ({ name: "app", image, ports: [{ containerPort: 8080 }] });

  test("that a merge patch of the whole list drops comes back with the next image", async () => {
    const namespace = await sizedNamespace();
    expect((await patch(namespace, "merge", { containers: [container("shop:2")] })).code).toBe(0);
    expect(await stored(namespace)).toMatchObject({ hooks: { app: sleep(40) }, grace: 50 });
  });

  test("is given to a container that a merge patch renames", async () => {
    const namespace = await sizedNamespace();
    const { code } = await patch(namespace, "merge", { containers: [{ ...container("shop:2"), name: "web" }] });
    expect(code).toBe(0);
    expect(await stored(namespace)).toMatchObject({ hooks: { web: sleep(40) }, grace: 50 });
  });
});

test("a container named constructor is none that every object seems to have", async () => {
  const named = (namespace: string, name: string, image: string): object => {
    const manifest = structuredClone(deployment(namespace)) as JsonObject;
    const spec = objectAt(manifest, ...template, "spec");
    const [first] = spec["containers"] as readonly JsonObject[];
    if (!isJsonObject(first)) throw new Error("no container");
    Object.assign(first, { name, image });
    return manifest;
  };
  const namespace = await sizedNamespace((each) => named(each, "constructor", "shop:1"));
  expect(await stored(namespace)).toMatchObject({ grace: 50 });
  expect((await stored(namespace)).hooks["constructor"]).toEqual(sleep(40));
  await webhook.apply(named(namespace, "constructor", "shop:2"));
  expect((await stored(namespace)).hooks["constructor"]).toEqual(sleep(40));
});

test("a workload that asks to be left alone is not patched when its manifest replaces it", async () => {
  const namespace = await sizedNamespace();
  const manifest = deployment(namespace) as { metadata: object };
  const annotations = { "outlive.dev/skip": "drained by hand" };
  const { code, stderr } = await webhook.kubectl(["replace", "-f", "-"], {
    ...manifest,
    metadata: { ...manifest.metadata, annotations },
  });
  expect([code, stderr]).toEqual([0, ""]);
  expect(await stored(namespace)).toMatchObject({ hooks: { app: {} }, grace: 30, record: undefined });
  const line = webhook.log.find(
    (each) => each["namespace"] === namespace && each["kind"] === "Deployment" && each["webhook"] === "mutate",
  );
  expect(line).toMatchObject({ operation: "UPDATE", result: "skipped", reason: "skipped-by-annotation" });
});

test("an annotation without quotes is refused by the API server, as check says", async () => {
  const namespace = await sizedNamespace();
  const manifest = deployment(namespace) as JsonObject;
  const metadata = { ...objectAt(manifest, "metadata"), annotations: { "outlive.dev/pre-stop": 60 } };
  const { code, stderr } = await webhook.kubectl(["replace", "--validate=false", "-f", "-"], { ...manifest, metadata });
  expect(code).not.toBe(0);
  expect(stderr).toContain("cannot unmarshal number");
});

/** Flux's real kustomize-controller, which applies server-side and looks for drift with a dry run of the same. */

import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonObject } from "#model/kubernetes/json.ts";
import { objectAt } from "#model/kubernetes/json.ts";
import { podsIn } from "../../support/pods-in.ts";
import { readyPods } from "../../support/ready-pods.ts";
import { sleep } from "../../support/stored.ts";
import { startWebhook, type TestWebhook } from "../../support/webhook.ts";
import { archive } from "../archive.ts";
import { rollOuts, templateOf } from "../roll-outs.ts";
import { shipped } from "../shipped.ts";
import { changed, routes, workloads } from "../shop.ts";
import { type Flux, startFlux } from "./flux.ts";
import { eventsOf, reconcile } from "./reconcile.ts";

let webhook: TestWebhook;
let flux: Flux;
beforeAll(async () => {
  webhook = await startWebhook();
  flux = await startFlux(webhook, "kustomize-controller");
});
afterAll(async () => {
  await flux?.stop();
  await webhook?.stop();
});

/** The shipped Kustomizations, in a namespace of this test and with its source. */
function kustomizations(namespace: string): readonly JsonObject[] {
  return shipped("flux/shop.yaml")
    .filter(({ kind }) => kind === "Kustomization")
    .map((object) => changed(object, ["metadata", "namespace"], () => namespace))
    .map((object) => changed(object, ["spec", "targetNamespace"], () => namespace));
}

const documents = (objects: readonly object[]): string => objects.map((each) => JSON.stringify(each)).join("\n---\n");

const manifests = (namespace: string, seconds: number, image: string): Buffer =>
  archive({
    "routes/routes.yaml": documents(routes(namespace, seconds)),
    "workloads/shop.yaml": documents(workloads(namespace, image)),
  });

/** What an apply changed, of the Events that the controller writes about each. */
async function configured(namespace: string, name = "shop"): Promise<number> {
  const events = await eventsOf(webhook, "kustomization", namespace, name);
  return events.filter((event) => event.startsWith("Progressing") && event.includes(" configured")).length;
}

test("the routes first, then one roll-out for each image, and none for a further look", async () => {
  const namespace = await webhook.namespace({ "outlive.dev/mode": "enforce" });
  const publish = (revision: string, seconds: number, image: string): Promise<void> =>
    flux.publish(namespace, "shop", revision, manifests(namespace, seconds, image));
  const settled = async (): Promise<void> => {
    for (let again = 0; again < 3; again += 1) {
      await reconcile(webhook, "kustomization", namespace, "shop-routes");
      await reconcile(webhook, "kustomization", namespace);
    }
  };
  const stop = readyPods(webhook, namespace);
  try {
    await publish("1", 35, "shop:1");
    await webhook.apply(...kustomizations(namespace));
    await settled();
    const sized = await templateOf(webhook, namespace);
    expect([sized.hooks["app"], sized.grace]).toEqual([sleep(40), 50]);
    expect((await podsIn(webhook, namespace)).map(({ grace }) => grace).sort()).toEqual([50, 50, 50, 60]);
    const version = async (): Promise<unknown> =>
      objectAt(await webhook.get("deployment", namespace, "shop"), "metadata")["resourceVersion"];
    const before = await version();
    await settled();
    expect(await version()).toBe(before);
    expect(await configured(namespace)).toBe(0);
    expect(await rollOuts(webhook, namespace)).toEqual({ generation: 1, revision: 1, replicaSets: 1 });

    await publish("2", 20, "shop:2");
    await settled();
    const second = { generation: 2, revision: 2, replicaSets: 2 };
    expect(await rollOuts(webhook, namespace)).toEqual(second);
    expect(await templateOf(webhook, namespace)).toEqual(sized);
    await settled();
    expect(await rollOuts(webhook, namespace)).toEqual(second);
    expect(await configured(namespace)).toBe(1);

    await webhook.kubectl(["-n", namespace, "set", "image", "deployment/shop", "app=shop:9"]);
    await settled();
    expect(await rollOuts(webhook, namespace)).toEqual({ generation: 4, revision: 4, replicaSets: 3 });
    expect(await templateOf(webhook, namespace)).toEqual(sized);
  } finally {
    await stop();
  }
});

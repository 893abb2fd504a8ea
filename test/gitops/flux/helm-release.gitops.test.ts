/** Flux's real helm-controller with drift detection on, over templates and Pods that Outlive has patched. */

import { afterAll, beforeAll, expect, test } from "vitest";
import { objectAt } from "#model/kubernetes/json.ts";
import { podsIn } from "../../support/pods-in.ts";
import { readyPods } from "../../support/ready-pods.ts";
import { sleep, untilPodsSleep } from "../../support/stored.ts";
import { startWebhook, type TestWebhook } from "../../support/webhook.ts";
import { chartArchive } from "../archive.ts";
import { rollOuts, templateOf } from "../roll-outs.ts";
import { routes, workloads } from "../shop.ts";
import { type Flux, startFlux } from "./flux.ts";
import { conditionOf, eventsOf, reconcile } from "./reconcile.ts";

let webhook: TestWebhook;
let flux: Flux;
beforeAll(async () => {
  webhook = await startWebhook();
  flux = await startFlux(webhook, "helm-controller");
});
afterAll(async () => {
  await flux?.stop();
  await webhook?.stop();
});

const helmRelease = (namespace: string): object => ({
  apiVersion: "helm.toolkit.fluxcd.io/v2",
  kind: "HelmRelease",
  metadata: { name: "shop", namespace },
  spec: {
    interval: "1h",
    timeout: "60s",
    chartRef: { kind: "OCIRepository", name: "shop" },
    driftDetection: { mode: "enabled" },
  },
});

const driftEvents = async (namespace: string): Promise<readonly string[]> =>
  (await eventsOf(webhook, "helmrelease", namespace)).filter((said) => said.startsWith("Drift"));

test("no drift, and no roll-out but for a new image and for drift that is real", async () => {
  const namespace = await webhook.namespace({ "outlive.dev/mode": "enforce" });
  await webhook.apply(...routes(namespace, 35));
  await untilPodsSleep(webhook, namespace, 40);
  const publish = (version: string, image: string): Promise<void> =>
    flux.publish(namespace, "shop", version, chartArchive(version, workloads(namespace, image)));
  const settled = async (): Promise<void> => {
    for (let again = 0; again < 3; again += 1) {
      const object = await reconcile(webhook, "helmrelease", namespace);
      expect(conditionOf(object, "Drifted")).toBe("False");
    }
  };
  const stop = readyPods(webhook, namespace);
  try {
    await publish("1.0.0", "shop:1");
    await webhook.apply(helmRelease(namespace));
    await reconcile(webhook, "helmrelease", namespace);
    const sized = await templateOf(webhook, namespace);
    expect([sized.hooks["app"], sized.grace]).toEqual([sleep(40), 50]);
    expect((await podsIn(webhook, namespace)).map(({ grace }) => grace).sort()).toEqual([50, 50, 50, 60]);
    await settled();
    expect(await rollOuts(webhook, namespace)).toEqual({ generation: 1, revision: 1, replicaSets: 1 });

    await publish("2.0.0", "shop:2");
    await reconcile(webhook, "helmrelease", namespace);
    await settled();
    const second = { generation: 2, revision: 2, replicaSets: 2 };
    expect(await rollOuts(webhook, namespace)).toEqual(second);
    expect(await templateOf(webhook, namespace)).toEqual(sized);

    await webhook.apply(...routes(namespace, 20));
    await untilPodsSleep(webhook, namespace, 25);
    await settled();
    expect(await rollOuts(webhook, namespace)).toEqual(second);
    const { history } = objectAt(await webhook.get("helmrelease", namespace, "shop"), "status");
    expect((history as readonly object[]).map((each) => objectAt(each)["version"])).toEqual([2, 1]);
    expect(await driftEvents(namespace)).toEqual([]);

    await webhook.kubectl(["-n", namespace, "set", "image", "deployment/shop", "app=shop:9"]);
    await reconcile(webhook, "helmrelease", namespace);
    expect(await rollOuts(webhook, namespace)).toEqual({ generation: 4, revision: 4, replicaSets: 3 });
    expect(await templateOf(webhook, namespace)).toEqual(sized);
    expect(await driftEvents(namespace)).toEqual([
      expect.stringMatching(/^DriftDetected: .*Deployment.*changed \(0 additions, 1 changes, 0 removals\)/s),
      expect.stringMatching(/^DriftCorrected: /),
    ]);
    await settled();
  } finally {
    await stop();
  }
});

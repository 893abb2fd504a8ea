/** Helm's own three-way merge, server-side apply and replacement, over templates and Pods that Outlive has patched. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { podsIn } from "../../support/pods-in.ts";
import { readyPods } from "../../support/ready-pods.ts";
import { sleep, untilPodsSleep } from "../../support/stored.ts";
import { startWebhook, type TestWebhook } from "../../support/webhook.ts";
import { rollOuts, templateOf } from "../roll-outs.ts";
import { routes, shop, workloads } from "../shop.ts";
import { type ChartFolder, chartFolder } from "./chart-folder.ts";
import { type HelmClient, type HelmMajor, helmClient } from "./helm-client.ts";

let webhook: TestWebhook;
beforeAll(async () => {
  webhook = await startWebhook();
});
afterAll(() => webhook?.stop());

interface Ways {
  readonly major: HelmMajor;
  /** Each makes requests of its own kind. */
  readonly install: readonly string[];
  readonly replace: readonly string[];
  /** Whether the API server can tell that the manifest says nothing about the grace period. */
  readonly template: "sized" | "as written";
}

const put = ["--server-side=false", "--force-replace"];
const threeWay = ["--server-side=false"];

const ways: readonly (readonly [string, Ways])[] = [
  ["Helm 3, three-way merge", { major: "helm3", install: [], replace: ["--force"], template: "as written" }],
  ["Helm 4, server-side apply", { major: "helm", install: [], replace: put, template: "sized" }],
  ["Helm 4, three-way merge", { major: "helm", install: threeWay, replace: put, template: "as written" }],
];

describe.each(ways)("%s", (_name, { major, install, replace, template }) => {
  let helm: HelmClient;
  let chart: ChartFolder;
  beforeAll(async () => {
    helm = await helmClient(major);
    chart = chartFolder();
  });
  afterAll(() => {
    chart?.remove();
    helm?.stop();
  });

  test("nothing but a new image starts a roll-out, and a rollback returns to the ReplicaSet that there was", async () => {
    const namespace = await webhook.namespace({ "outlive.dev/mode": "enforce" });
    const inNamespace = ["-n", namespace, "--wait", "--timeout=60s"];
    const write = (image: string): void => chart.write(workloads(namespace, image));
    const stop = readyPods(webhook, namespace);
    try {
      chart.write(routes(namespace, 35));
      await helm.succeed("install", "routes", chart.path, ...install, "-n", namespace);
      await untilPodsSleep(webhook, namespace, 40);

      write("shop:1");
      await helm.succeed("install", "shop", chart.path, ...install, ...inNamespace);
      const sized = await templateOf(webhook, namespace);
      expect([sized.hooks["app"], sized.grace]).toEqual(template === "sized" ? [sleep(40), 50] : [{}, 30]);
      const pods = await podsIn(webhook, namespace);
      expect(pods.map(({ grace }) => grace).sort()).toEqual([50, 50, 50, 60]);
      const first = { generation: 1, revision: 1, replicaSets: 1 };
      expect(await rollOuts(webhook, namespace)).toEqual(first);

      for (let again = 0; again < 2; again += 1) {
        write("shop:1");
        await helm.succeed("upgrade", "shop", chart.path, ...inNamespace);
        expect(await rollOuts(webhook, namespace)).toEqual(first);
      }
      const manifest = await helm.succeed("get", "manifest", "shop", "-n", namespace);
      for (const side of [["--server-side=false"], ["--server-side=true", "--force-conflicts=true"]]) {
        const { code, stdout } = await webhook.kubectl(["diff", ...side, "-f", "-"], manifest);
        expect([code, stdout]).toEqual([0, ""]);
      }

      write("shop:2");
      await helm.succeed("upgrade", "shop", chart.path, ...inNamespace);
      expect(await rollOuts(webhook, namespace)).toEqual({ generation: 2, revision: 2, replicaSets: 2 });
      expect(await templateOf(webhook, namespace)).toEqual(sized);

      await helm.succeed("rollback", "shop", "1", ...inNamespace);
      const back = { generation: 3, revision: 3, replicaSets: 2 };
      expect(await rollOuts(webhook, namespace)).toEqual(back);
      expect(await templateOf(webhook, namespace)).toEqual(sized);

      write("shop:1");
      await helm.succeed("upgrade", "shop", chart.path, ...replace, ...inNamespace);
      // A PUT takes the Deployment controller's own annotation away for a moment, which counts as a generation (Kubernetes 1.36).
      const replaced = { ...back, generation: 4 };
      expect(await rollOuts(webhook, namespace)).toEqual(replaced);
      expect(await templateOf(webhook, namespace)).toEqual(sized);

      chart.write(routes(namespace, 20));
      await helm.succeed("upgrade", "routes", chart.path, "-n", namespace);
      await untilPodsSleep(webhook, namespace, 25);
      write("shop:1");
      await helm.succeed("upgrade", "shop", chart.path, ...inNamespace);
      expect(await rollOuts(webhook, namespace)).toEqual(replaced);
      expect((await podsIn(webhook, namespace)).map(({ grace }) => grace).sort()).toEqual([50, 50, 50, 60]);
    } finally {
      await stop();
    }
  });

  test("a chart with routes and workload in one rolls out once, and the next release has the full values", async () => {
    const namespace = await webhook.namespace({ "outlive.dev/mode": "enforce" });
    const inNamespace = ["-n", namespace, "--timeout=60s"];
    const stop = readyPods(webhook, namespace);
    try {
      chart.write(shop(namespace, { image: "shop:1", delay: 35 }));
      await helm.succeed("install", "shop", chart.path, ...install, ...inNamespace);
      await untilPodsSleep(webhook, namespace, 40);
      chart.write(shop(namespace, { image: "shop:1", delay: 35 }));
      await helm.succeed("upgrade", "shop", chart.path, ...inNamespace);
      expect(await rollOuts(webhook, namespace)).toEqual({ generation: 1, revision: 1, replicaSets: 1 });
      chart.write(shop(namespace, { image: "shop:2", delay: 35 }));
      await helm.succeed("upgrade", "shop", chart.path, ...inNamespace);
      expect(await rollOuts(webhook, namespace)).toEqual({ generation: 2, revision: 2, replicaSets: 2 });
      await webhook.until(
        async () => (await podsIn(webhook, namespace)).every(({ grace }) => grace === 50),
        "Pods with the full values",
      );
    } finally {
      await stop();
    }
  });
});

/** Helm waits for new Pods, not for the end of old ones: where it gives up, and where it returns to the earlier release. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonObject } from "#model/kubernetes/json.ts";
import { readyPods } from "../../support/ready-pods.ts";
import { untilPodsSleep } from "../../support/stored.ts";
import { startWebhook, type TestWebhook } from "../../support/webhook.ts";
import { rollOuts, templateOf } from "../roll-outs.ts";
import { changed, routes, shop, shopDeployment } from "../shop.ts";
import { endingPods, letGo, lettingGo, type SilentNode, startSilentNode } from "../silent-node.ts";
import { type ChartFolder, chartFolder } from "./chart-folder.ts";
import { type HelmClient, type HelmMajor, helmClient } from "./helm-client.ts";

let webhook: TestWebhook;
let node: SilentNode;
beforeAll(async () => {
  webhook = await startWebhook();
  node = await startSilentNode(webhook);
});
afterAll(async () => {
  await node?.stop();
  await webhook?.stop();
});

const majors: readonly (readonly [string, HelmMajor, string])[] = [
  ["Helm 3", "helm3", "--atomic"],
  ["Helm 4", "helm", "--rollback-on-failure"],
];

describe.each(majors)("%s", (_name, major, atomic) => {
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

  /** An enforced namespace with its routes, where the first release is out. */
  async function released(workload: (namespace: string) => JsonObject): Promise<string> {
    const namespace = await webhook.namespace({ "outlive.dev/mode": "enforce" });
    await webhook.apply(...routes(namespace, 35));
    await untilPodsSleep(webhook, namespace, 40);
    chart.write([workload(namespace)]);
    const stop = readyPods(webhook, namespace);
    try {
      await helm.succeed("install", "shop", chart.path, "-n", namespace, "--wait", "--timeout=60s");
    } finally {
      await stop();
    }
    return namespace;
  }

  const upgrade = (namespace: string, workload: JsonObject, seconds: number): ReturnType<HelmClient["run"]> => {
    chart.write([workload]);
    return helm.run("upgrade", "shop", chart.path, "-n", namespace, "--wait", atomic, `--timeout=${seconds}s`);
  };

  const statusOf = async (namespace: string): Promise<readonly string[]> => {
    const history = JSON.parse(await helm.succeed("history", "shop", "-n", namespace, "-o", "json")) as {
      readonly status: string;
    }[];
    return history.map(({ status }) => status);
  };

  test("a roll-out is complete while its old Pods are still ending", async () => {
    const namespace = await released((each) => node.runs(shopDeployment(each, "shop:1")));
    const stop = readyPods(webhook, namespace);
    try {
      const { code, stderr } = await upgrade(namespace, node.runs(shopDeployment(namespace, "shop:2")), 60);
      expect([code, stderr]).toEqual([0, expect.not.stringContaining("timed out")]);
      expect((await endingPods(webhook, namespace)).map(({ graceSeconds }) => graceSeconds)).toEqual([50, 50]);
      expect(await statusOf(namespace)).toEqual(["superseded", "deployed"]);
      expect(await rollOuts(webhook, namespace)).toEqual({ generation: 2, revision: 2, replicaSets: 2 });
    } finally {
      await stop();
      await letGo(webhook, namespace);
    }
  });

  test("a release whose Pods never become ready returns to the ReplicaSet before it, without waiting for Pods that end", async () => {
    const namespace = await released((each) => node.runs(shopDeployment(each, "shop:1")));
    const sized = await templateOf(webhook, namespace);
    const before = await podNames(namespace);
    const { code } = await upgrade(namespace, node.runs(shopDeployment(namespace, "shop:broken")), 6);
    expect(code).toBe(1);
    expect(await statusOf(namespace)).toEqual(["superseded", "failed", "deployed"]);
    expect(await rollOuts(webhook, namespace)).toEqual({ generation: 3, revision: 3, replicaSets: 2 });
    expect(await templateOf(webhook, namespace)).toEqual(sized);
    const ending = (await endingPods(webhook, namespace)).map(({ name }) => name);
    expect(ending).toHaveLength(1);
    expect(before).toEqual((await podNames(namespace)).filter((name) => !ending.includes(name)));
    await letGo(webhook, namespace);
  });

  test("where one Pod waits for the end of another, the grace period counts towards the timeout", async () => {
    const recreated = (namespace: string, image: string): JsonObject =>
      changed(node.runs(shopDeployment(namespace, image)), ["spec", "strategy"], () => ({ type: "Recreate" }));
    const namespace = await released((each) => recreated(each, "shop:1"));
    const stop = readyPods(webhook, namespace);
    try {
      const { code } = await upgrade(namespace, recreated(namespace, "shop:2"), 6);
      expect(code).toBe(1);
      expect(await statusOf(namespace)).toEqual(["superseded", "failed", "deployed"]);
      await letGo(webhook, namespace);
      expect(await lettingGo(webhook, namespace, upgrade(namespace, recreated(namespace, "shop:2"), 60))).toMatchObject({
        code: 0,
      });
      // The attempt that came too early never got as far as a ReplicaSet.
      expect(await rollOuts(webhook, namespace)).toEqual({ generation: 4, revision: 2, replicaSets: 2 });
    } finally {
      await stop();
      await letGo(webhook, namespace);
    }
  });

  test("a delay that running Pods do not outlive is refused, and no Pod is replaced for it", async () => {
    const namespace = await webhook.namespace({ "outlive.dev/mode": "enforce" });
    const stop = readyPods(webhook, namespace);
    try {
      chart.write(shop(namespace, { image: "shop:1", delay: 35 }));
      await helm.succeed("install", "shop", chart.path, "-n", namespace, "--timeout=60s");
      await untilPodsSleep(webhook, namespace, 40);
      chart.write(shop(namespace, { image: "shop:1", delay: 300 }));
      const { code, stderr } = await helm.run("upgrade", "shop", chart.path, "-n", namespace, atomic, "--timeout=60s");
      expect([code, stderr]).toEqual([1, expect.stringContaining("outlive.dev/next-deregistration-delay")]);
      expect(await statusOf(namespace)).toEqual(["superseded", "failed", "deployed"]);
      expect(await rollOuts(webhook, namespace)).toEqual({ generation: 1, revision: 1, replicaSets: 1 });
    } finally {
      await stop();
    }
  });

  async function podNames(namespace: string): Promise<readonly string[]> {
    return (await webhook.kubectl(["-n", namespace, "get", "pods", "-o", "name"])).stdout
      .trim()
      .split("\n")
      .map((name) => name.replace("pod/", ""))
      .sort();
  }
});

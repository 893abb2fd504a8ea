/** What Argo CD and Flux do to a cluster, by the requests that they make: how they apply, under which name, and how they compare. */

import { afterAll, beforeAll, expect, test } from "vitest";
import type { JsonObject } from "#model/kubernetes/json.ts";
import { objectAt } from "#model/kubernetes/json.ts";
import { podsIn } from "../../support/pods-in.ts";
import { readyPods } from "../../support/ready-pods.ts";
import { pod } from "../../support/shop.ts";
import { listAt, sleep, untilPodsSleep } from "../../support/stored.ts";
import { type Ran, startWebhook, type TestWebhook } from "../../support/webhook.ts";
import { revisionsIn, rollOuts, templateOf } from "../roll-outs.ts";
import { routes, workloads } from "../shop.ts";

let webhook: TestWebhook;
beforeAll(async () => {
  webhook = await startWebhook();
});
afterAll(() => webhook?.stop());

interface Way {
  readonly apply: readonly string[];
  /** Under which name a dry run is compared with what is stored; without it, kubectl's three-way difference. */
  readonly dryRunAs?: string;
}

const serverSide = (manager: string): Way => ({
  apply: ["apply", "--server-side", "--force-conflicts", `--field-manager=${manager}`],
  dryRunAs: manager,
});

const ways: readonly (readonly [string, Way])[] = [
  ["Argo CD as shipped: kubectl apply and a three-way difference", { apply: ["apply", "--field-manager=argocd-controller"] }],
  [
    "Argo CD with ServerSideDiff=true alone",
    { apply: ["apply", "--field-manager=argocd-controller"], dryRunAs: "argocd-controller" },
  ],
  ["Argo CD with ServerSideApply=true and ServerSideDiff=true", serverSide("argocd-controller")],
  ["kustomize-controller", serverSide("kustomize-controller")],
];

test.each(ways)("%s: no difference, and one roll-out for each image", async (_name, { apply, dryRunAs }) => {
  const namespace = await routed();
  const synced = async (image: string): Promise<void> => {
    const { code, stderr } = await webhook.kubectl([...apply, "-f", "-"], list(workloads(namespace, image)));
    expect([code, stderr]).toEqual([0, expect.not.stringContaining("conflict")]);
  };
  const stop = readyPods(webhook, namespace);
  try {
    await synced("shop:1");
    const sized = await templateOf(webhook, namespace);
    expect([sized.hooks["app"], sized.grace]).toEqual([sleep(40), 50]);
    expect(await rollOuts(webhook, namespace)).toEqual({ generation: 1, revision: 1, replicaSets: 1 });
    await webhook.until(async () => (await podsIn(webhook, namespace)).length === 4, "every Pod");
    expect((await podsIn(webhook, namespace)).map(({ grace }) => grace).sort()).toEqual([50, 50, 50, 60]);
    const revisions = await revisionsIn(webhook, namespace);
    expect(await differences(namespace, "shop:1", dryRunAs)).toEqual([]);
    await synced("shop:1");
    expect(await revisionsIn(webhook, namespace)).toEqual(revisions);

    await synced("shop:2");
    await webhook.apply(...routes(namespace, 20));
    await untilPodsSleep(webhook, namespace, 25);
    expect(await differences(namespace, "shop:2", dryRunAs)).toEqual([]);
    await synced("shop:2");
    expect(await rollOuts(webhook, namespace)).toEqual({ generation: 2, revision: 2, replicaSets: 2 });
    expect(await templateOf(webhook, namespace)).toEqual(sized);

    // An annotation that no manifest has, as `outlive restart` writes it.
    await webhook.kubectl(["-n", namespace, "rollout", "restart", "deployment/shop"]);
    expect(await differences(namespace, "shop:2", dryRunAs)).toEqual([]);
    await synced("shop:2");
    expect(await rollOuts(webhook, namespace)).toEqual({ generation: 3, revision: 3, replicaSets: 3 });
    // What is really different is seen.
    expect(await differences(namespace, "shop:3", dryRunAs)).not.toEqual([]);
  } finally {
    await stop();
  }
});

test.each([
  ["kubectl apply", []],
  ["a server-side apply", ["--server-side"]],
])("%s: a Pod of its own can be applied again unless it states a value that was raised", async (_name, how) => {
  const namespace = await routed();
  const applied = async (name: string, grace: number | undefined): Promise<string> => {
    const object = pod(namespace, name, grace === undefined ? {} : { grace });
    const { code, stderr } = await webhook.kubectl(["apply", ...how, "-f", "-"], object);
    return code === 0 ? "applied" : stderr;
  };
  expect([await applied("silent", undefined), await applied("silent", undefined)]).toEqual(["applied", "applied"]);
  expect([await applied("enough", 60), await applied("enough", 60)]).toEqual(["applied", "applied"]);
  // The API server lets nobody change it back: what Outlive raises, such a manifest must not state.
  expect(await applied("short", 30)).toBe("applied");
  expect(await applied("short", 30)).toContain("pod updates may not change fields");
});

async function routed(): Promise<string> {
  const namespace = await webhook.namespace({ "outlive.dev/mode": "enforce" });
  await webhook.apply(...routes(namespace, 35));
  await untilPodsSleep(webhook, namespace, 40);
  return namespace;
}

const list = (items: readonly JsonObject[]): JsonObject => ({ apiVersion: "v1", kind: "List", items });

async function differences(namespace: string, image: string, dryRunAs: string | undefined): Promise<readonly string[]> {
  const objects = list(workloads(namespace, image));
  if (dryRunAs === undefined) return (await webhook.kubectl(["diff", "-f", "-"], objects)).stdout.split("\n").filter(Boolean);
  const dryRun = ["apply", "--server-side", "--force-conflicts", "--dry-run=server", `--field-manager=${dryRunAs}`];
  const wanted = comparables(await webhook.kubectl([...dryRun, "-o", "json", "-f", "-"], objects));
  const stored = comparables(await webhook.kubectl(["get", "-o", "json", "-f", "-"], objects));
  expect(stored).toHaveLength(3);
  return wanted.filter((object) => !stored.includes(object));
}

const comparables = ({ stdout, stderr }: Ran): readonly string[] =>
  stdout === "" ? [stderr] : listAt(JSON.parse(stdout) as JsonObject, "items").map(comparable);

/** Without what every write changes, and without what is not compared. */
function comparable(object: unknown): string {
  const { status: _status, ...rest } = objectAt(object);
  const { managedFields: _fields, resourceVersion: _version, generation: _generation, ...metadata } = objectAt(rest, "metadata");
  const { "kubectl.kubernetes.io/last-applied-configuration": _applied, ...annotations } = objectAt(metadata, "annotations");
  return JSON.stringify({ ...rest, metadata: { ...metadata, annotations } });
}

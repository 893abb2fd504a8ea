/** A first installation comes in any order, and is refused in none. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { delay, deployment, ingress, service } from "../support/shop.ts";
import { type Timed, timed, untilPodsSleep } from "../support/stored.ts";
import { startWebhook, type TestWebhook } from "../support/webhook.ts";

let webhook: TestWebhook;
beforeAll(async () => {
  webhook = await startWebhook();
});
afterAll(() => webhook.stop());

const made = {
  // The template owns its grace period, so that only the Pods tell what they were sized for.
  Deployment: (namespace: string) => deployment(namespace, { grace: 30 }),
  Service: (namespace: string) => service(namespace),
  Ingress: (namespace: string) => ingress(namespace, delay(35)),
};

async function podsOf(namespace: string): Promise<readonly Timed[]> {
  const { stdout } = await webhook.kubectl(["-n", namespace, "get", "pods", "-o", "json"]);
  const { items } = JSON.parse(stdout) as { items: readonly { metadata: { deletionTimestamp?: string } }[] };
  return items.filter(({ metadata }) => metadata.deletionTimestamp === undefined).map((pod) => timed(pod));
}

const sleepOf = ({ hooks }: Timed): number => Number((hooks["app"]?.["sleep"] as { seconds?: number } | undefined)?.seconds ?? 0);

async function apply(object: object): Promise<string> {
  const { code, stderr } = await webhook.kubectl(["apply", "-f", "-"], object);
  expect([code, stderr.includes("denied")]).toEqual([0, false]);
  return stderr.replaceAll("\nWarning: ", " ");
}

/** Pods that were made too early are replaced; the new ones have everything. */
async function restarted(namespace: string): Promise<void> {
  await untilPodsSleep(webhook, namespace, 40);
  await webhook.kubectl(["-n", namespace, "rollout", "restart", "deployment/shop"]);
  // There is no node: Pods of the new ReplicaSet stand beside the old ones until those are gone.
  await webhook.until(async () => (await podsOf(namespace)).some((pod) => pod.grace === 50), "a Pod with the full values");
  const full = (await podsOf(namespace)).filter((pod) => pod.grace === 50);
  expect(full.map(sleepOf)).toEqual(full.map(() => 40));
}

type Kind = keyof typeof made;

const orders: readonly (readonly [string, readonly Kind[], number])[] = [
  ["Helm's order: the Service, the Deployment, then the Ingress", ["Service", "Deployment", "Ingress"], 10],
  ["the opposite order", ["Ingress", "Deployment", "Service"], 0],
  ["the Deployment first", ["Deployment", "Service", "Ingress"], 0],
  ["the routes first", ["Service", "Ingress", "Deployment"], 40],
];

test.each(orders)("%s", async (_name, kinds, floor) => {
  const namespace = await webhook.namespace({ "outlive.dev/mode": "enforce" });
  const told: string[] = [];
  for (const kind of kinds) {
    told.push(await apply(made[kind](namespace)));
    if (kind === "Deployment") await webhook.until(async () => (await podsOf(namespace)).length === 2, "two Pods");
    const next = kinds.slice(0, kinds.indexOf(kind) + 2);
    if (next.at(-1) === "Deployment" && next.includes("Service")) await untilPodsSleep(webhook, namespace, floor);
  }
  const before = await podsOf(namespace);
  expect(before.map(sleepOf)).toEqual([floor, floor]);
  if (floor < 40) {
    const last = kinds.at(-1) ?? "Ingress";
    let warning = told.at(-1) ?? "";
    await webhook
      .until(async () => {
        if (warning.includes("rollout restart")) return true;
        await webhook.kubectl(["delete", "-f", "-"], made[last](namespace));
        warning = await apply(made[last](namespace));
        return false;
      }, "the warning")
      .catch(() => {});
    expect(warning).toContain(`kubectl -n ${namespace} rollout restart deployment/shop`);
  }
  await restarted(namespace);
});

test("all at once by kubectl apply -f of a folder, again and again", async () => {
  const namespace = await webhook.namespace({ "outlive.dev/mode": "enforce" });
  const folder = mkdtempSync(join(tmpdir(), "outlive-manifests-"));
  try {
    for (const [kind, object] of Object.entries(made))
      writeFileSync(join(folder, `${kind.toLowerCase()}.json`), JSON.stringify(object(namespace)));
    const told: string[] = [];
    for (const _again of [1, 2]) {
      const { code, stderr } = await webhook.kubectl(["apply", "-f", folder]);
      expect([code, stderr.includes("denied")]).toEqual([0, false]);
      told.push(stderr.replaceAll("\nWarning: ", " "));
    }
    await webhook.until(async () => (await podsOf(namespace)).length === 2, "two Pods");
    expect(told[0]).toMatch(/\[restart-(?:may-be-)?needed\] .*rollout restart deployment\/shop/);
    await restarted(namespace);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

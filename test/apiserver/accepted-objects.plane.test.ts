/** A sample of what the properties are tried on: the API server takes every object as we patch it. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { JsonObject } from "#model/kubernetes/json.ts";
import { versionHas } from "#model/kubernetes/version-facts.ts";
import { deploymentOf, type GivenPod, groupsOf, podWith } from "../support/arbitrary-pod.ts";
import { routedNamespace, template, timed } from "../support/stored.ts";
import { startWebhook, type TestWebhook } from "../support/webhook.ts";

let webhook: TestWebhook;
let namespace: string;
beforeAll(async () => {
  webhook = await startWebhook();
  namespace = await routedNamespace(webhook, 95, (name) => groupsOf({ pod: {}, delays: [35, 90] }, name));
});
afterAll(() => webhook.stop());

// A native sleep of 0 is refused before 1.33, whoever sends it.
const isTaken = ({ pod }: GivenPod): boolean =>
  versionHas("sleepOfZero", inject("controlPlane").kubernetes) || !JSON.stringify(pod).includes('"sleep":{"seconds":0}');
const samples = fc.sample(podWith({ plain: true }), { numRuns: 60, seed: 20_261_121 }).filter(isTaken);

const placed = (object: JsonObject, name: string): object => ({
  ...object,
  metadata: { ...(object["metadata"] as JsonObject), name, namespace },
});

/** One request for each item of a list: kubectl tells of each that is refused. */
async function created(objectOf: (given: GivenPod) => JsonObject): Promise<readonly unknown[]> {
  const items = samples.map((given, index) => placed(objectOf(given), `sample-${index}`));
  const { code, stdout, stderr } = await webhook.kubectl(["create", "--dry-run=server", "-o", "json", "-f", "-"], {
    apiVersion: "v1",
    kind: "List",
    items,
  });
  expect([
    code,
    stderr
      .split("\n")
      .filter((line) => !line.startsWith("Warning: "))
      .join("\n"),
  ]).toEqual([0, ""]);
  // kubectl prints one document after the other.
  return stdout.split(/(?<=^\})\n/m).flatMap((text) => (text.trim() === "" ? [] : [JSON.parse(text) as unknown]));
}

test("Pods", async () => {
  const stored = await created(({ pod }) => pod);
  expect(stored).toHaveLength(samples.length);
  const sleeps = stored.flatMap((pod) =>
    Object.values(timed(pod).hooks).flatMap(({ sleep }) => (sleep === undefined ? [] : [[Number(timed(pod).grace), sleep]])),
  );
  expect(sleeps.length).toBeGreaterThan(samples.length / 2);
  for (const [grace, sleep] of sleeps) expect(Number(grace)).toBeGreaterThan((sleep as { seconds: number }).seconds);
});

test("Deployments, whose templates are patched only where that cannot hurt", async () => {
  // What the API server refuses for itself is none of ours: a native sleep longer than a grace period that the template states.
  const fits = ({ pod }: GivenPod): GivenPod => ({
    delays: [],
    pod: { ...pod, spec: { ...(pod["spec"] as JsonObject), terminationGracePeriodSeconds: 4_000 } },
  });
  const stored = await created((given) => deploymentOf(fits(given)));
  for (const deployment of stored) expect(timed(deployment, ...template).grace).toBe(4_000);
});

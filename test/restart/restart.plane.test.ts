/** Pods that are older than their route, restarted by the command and by the elected replica, on a real API server. */
import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, inject, test } from "vitest";
import { restartCommand } from "#cli/restart/restart.ts";
import { systemClock } from "#clock/clock.ts";
import { objectAt } from "#model/kubernetes/json.ts";
import { runCommand } from "../cli/run-explain.ts";
import { readyPods } from "../support/ready-pods.ts";
import { attributesAnnotation, delay, deployment, ingress, service } from "../support/shop.ts";
import { sleep, template, timed } from "../support/stored.ts";
import { startWebhook, type TestWebhook } from "../support/webhook.ts";

let webhook: TestWebhook;
const ends: (() => Promise<void>)[] = [];
beforeAll(async () => {
  webhook = await startWebhook({
    configuration: { reports: { events: true }, restart: { onNewRoute: true, within: "2m" } },
    election: {
      namespace: "default",
      identity: `restart-${randomBytes(4).toString("hex")}`,
      clock: systemClock,
      renewMs: 1_000,
      leaseSeconds: 8,
      auditPace: { idleMs: 50, settleMs: 300 },
      writePace: { writeMs: 10, retryMs: 500, requestMs: 1_000 },
    },
  });
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});
afterAll(() => webhook.stop());

const podsIn = async (namespace: string): Promise<readonly object[]> =>
  (JSON.parse((await webhook.kubectl(["-n", namespace, "get", "pods", "-o", "json"])).stdout) as { items: object[] }).items;

/** The Pods of a Deployment, ready, and then its Service and Ingress: the wrong order. */
async function olderThanItsRoute(mode: string): Promise<string> {
  const namespace = await webhook.namespace({ "outlive.dev/mode": mode });
  ends.push(readyPods(webhook, namespace));
  await webhook.apply(deployment(namespace, { replicas: 2 }));
  await webhook.until(async () => (await podsIn(namespace)).length === 2, "the Pods");
  await pause(1_100);
  await webhook.apply(service(namespace), ingress(namespace, delay(35)));
  return namespace;
}

const restart = (namespace: string, ...args: readonly string[]) =>
  runCommand(restartCommand, ["-n", namespace, "--kubeconfig", inject("controlPlane").kubeconfig, ...args]);

const restartedAt = async (namespace: string): Promise<unknown> =>
  objectAt(await webhook.get("deployment", namespace, "shop"), ...template, "metadata", "annotations")[
    "kubectl.kubernetes.io/restartedAt"
  ];

const sized = async (namespace: string): Promise<boolean> => {
  const pods = await podsIn(namespace);
  return pods.length === 2 && pods.every((pod) => JSON.stringify(timed(pod).hooks["app"]) === JSON.stringify(sleep(40)));
};

/** When the last event came, in seconds since 1970. */
const heardOfDeployments = async (): Promise<number> =>
  Number(/^outlive_cache_last_event_timestamp_seconds\{kind="Deployment"\} (\S+)$/m.exec(await webhook.metrics())?.[1]);

/** Not in mode enforce when the route comes, so that the elected replica does not restart it. */
async function leftToPeople(): Promise<string> {
  const namespace = await olderThanItsRoute("warn");
  await webhook.until(async () => {
    const { availableReplicas } = objectAt(await webhook.get("deployment", namespace, "shop"), "status");
    return availableReplicas === 2;
  }, "the last change of the Deployment that nobody here makes");
  // Whoever restarts by hand looks at a workload of any age; the elected replica takes this one for done.
  const route = objectAt(await webhook.get("ingress", namespace, "shop"), "metadata");
  const done = `outlive.dev/restarted-for=Ingress ${namespace}/shop ${route["creationTimestamp"]}`;
  const beforeSeconds = Date.now() / 1_000;
  await webhook.kubectl(["-n", namespace, "annotate", "deployment/shop", done]);
  // The watches of Deployments and of Namespaces run side by side.
  await webhook.until(async () => (await heardOfDeployments()) > beforeSeconds, "the annotation to be heard of");
  await webhook.kubectl(["label", "--overwrite", "namespace", namespace, "outlive.dev/mode=enforce"]);
  return namespace;
}

test("the command says why, restarts as kubectl does, waits for the new Pods, and then has nothing to do", async () => {
  const namespace = await leftToPeople();
  const shown = await restart(namespace, "--dry-run");
  expect(shown).toMatchObject({ code: 0, stdout: expect.stringContaining(`Deployment ${namespace}/shop: 2 Pods to replace`) });
  expect(shown.stdout).toContain(`created before Ingress ${namespace}/shop (`);
  expect(shown.stdout).toContain("running Pods sleep 0 s but need 40 s");
  expect(await restartedAt(namespace)).toBe(undefined);
  expect(await restart(namespace)).toMatchObject({ code: 2, stderr: expect.stringContaining("--yes") });
  const done = await restart(namespace, "--yes", "--timeout", "90s");
  expect(done.stderr).toContain("restarted, its new Pods are available");
  expect(done.stdout).toContain("1 workload restarted.");
  expect(await restartedAt(namespace)).toMatch(/^\d{4}-.*Z$/);
  expect(await sized(namespace)).toBe(true);
  expect((await restart(namespace, "--yes")).stdout).toBe("No workload has to be restarted.\n");
});

test("a budget that allows no disruption keeps a workload from being restarted", async () => {
  const namespace = await leftToPeople();
  await webhook.apply({
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: "all", namespace },
    spec: { minAvailable: 2, selector: { matchLabels: { app: "shop" } } },
  });
  await webhook.until(async () => {
    const { expectedPods } = objectAt(await webhook.get("poddisruptionbudget", namespace, "all"), "status");
    return expectedPods === 2;
  }, "the budget to count Pods");
  const { stderr, stdout } = await restart(namespace, "--yes", "--timeout", "2s");
  expect(stderr).toContain("PodDisruptionBudget all allows no disruption (2 healthy Pods of 2 required)");
  expect(stdout).toContain("0 workloads restarted, 1 not.");
  expect(await restartedAt(namespace)).toBe(undefined);
});

test("in a mode in which new Pods get no more, nothing is restarted, and it says so", async () => {
  const namespace = await olderThanItsRoute("audit");
  const { stdout } = await restart(namespace, "--yes");
  expect(stdout).toContain("its namespace is in mode audit, in which new Pods would get no more");
  expect(stdout).toContain("No workload has to be restarted.");
});

test("the elected replica restarts a new application once for its route, with an Event", async () => {
  const namespace = await olderThanItsRoute("enforce");
  await webhook.until(() => sized(namespace), "new Pods with what the Ingress requires");
  const first = await restartedAt(namespace);
  const { annotations } = objectAt(await webhook.get("deployment", namespace, "shop"), "metadata");
  expect(annotations).toMatchObject({ "outlive.dev/restarted-for": expect.stringMatching(`^Ingress ${namespace}/shop 2`) });
  const events = async () => (await webhook.kubectl(["-n", namespace, "get", "events.events.k8s.io", "-o", "json"])).stdout;
  await webhook.until(async () => (await events()).includes('"reason": "Restarted"'), "the Event");
  // Other values of the same route are for people to roll out.
  const raised = [`outlive.dev/next-deregistration-delay=60`, `${attributesAnnotation}=${delay(35)}`];
  await webhook.kubectl(["-n", namespace, "annotate", "--overwrite", "ingress/shop", ...raised]);
  await pause(3_000);
  expect(await restartedAt(namespace)).toBe(first);
});

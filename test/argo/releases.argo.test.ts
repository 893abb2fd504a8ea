/** Two releases in a row by the real controller of Argo Rollouts, with either strategy: every Pod of every revision is sized. */

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { objectAt } from "#model/kubernetes/json.ts";
import { sharedPlane } from "../support/shared-plane.ts";
import { sleep } from "../support/stored.ts";
import { startWebhook, type TestWebhook } from "../support/webhook.ts";
import { binding, ingress, rollout, service } from "./manifests.ts";
import { keepPodsReady, type PodKeeper } from "./pods.ts";
import { type RolloutsController, startRolloutsController } from "./rollouts-controller.ts";

let controller: RolloutsController;
let webhook: TestWebhook;
beforeAll(async () => {
  controller = await startRolloutsController(sharedPlane());
  webhook = await startWebhook();
});
afterAll(async () => {
  await webhook?.stop();
  await controller?.stop();
});

const hash = "rollouts-pod-template-hash";

const selectedBy = async (namespace: string, name: string): Promise<string> =>
  String(objectAt(await webhook.get("service", namespace, name), "spec", "selector")[hash] ?? "");

/** The revision in use once the Rollout says that it is healthy and every Service of users selects it. */
async function released(namespace: string, services: readonly string[], before: string): Promise<string> {
  let revision = "";
  const healthy = async (): Promise<boolean> => {
    const status = objectAt(await webhook.get("rollout", namespace, "web"), "status");
    revision = await selectedBy(namespace, services[0] ?? "");
    const all = await Promise.all(services.map((each) => selectedBy(namespace, each)));
    return status["phase"] === "Healthy" && revision !== before && all.every((each) => each === revision && each !== "");
  };
  // A roll-out takes longer than one wait where the machine is busy.
  for (let turn = 0; turn < 3; turn += 1) {
    const reached = await webhook.until(healthy, `a revision other than "${before}"`).then(
      () => true,
      (error: Error) => error,
    );
    if (reached === true) return revision;
    if (turn === 2) throw reached;
  }
  return revision;
}

async function release(namespace: string, image: string): Promise<void> {
  const patch = [{ op: "replace", path: "/spec/template/spec/containers/0/image", value: image }];
  const { code, stderr } = await webhook.kubectl([
    ...["-n", namespace, "patch", "rollout", "web", "--type=json", "-p", JSON.stringify(patch)],
  ]);
  expect([code, stderr]).toEqual([0, ""]);
}

/** Three revisions in use one after the other. */
async function threeRevisions(namespace: string, services: readonly string[]): Promise<readonly string[]> {
  const first = await released(namespace, services, "");
  await release(namespace, "web:2");
  const second = await released(namespace, services, first);
  await release(namespace, "web:3");
  return [first, second, await released(namespace, services, second)];
}

const podsOf = (keeper: PodKeeper, revision: string) => [...keeper.seen.values()].filter((pod) => pod.revision === revision);

/** Whether an update of this kind was answered without evaluating anything, and none was refused. */
function shiftedFreely(namespace: string, kind: string): boolean {
  const of = (line: Readonly<Record<string, unknown>>): boolean => line["namespace"] === namespace && line["kind"] === kind;
  expect(webhook.log.find((line) => of(line) && line["result"] === "denied")).toBeUndefined();
  return webhook.log.find((line) => of(line) && line["reason"] === "traffic-shift") !== undefined;
}

describe("blue/green behind an ALB", () => {
  const gate = "target-health.elbv2.k8s.aws/k8s-web-active";

  test("sizes the Pods of a revision before the active Service selects them", async () => {
    const namespace = await webhook.namespace({ "outlive.dev/mode": "enforce" });
    await webhook.apply(
      service(namespace, "web-active"),
      service(namespace, "web-preview"),
      ingress(namespace, 60, { service: "web-active", port: { number: 80 } }),
      binding(namespace, "k8s-web-active", "web-active"),
    );
    const keeper = keepPodsReady(webhook, namespace, { "k8s-web-active": "web-active" });
    try {
      const strategy = { activeService: "web-active", previewService: "web-preview", scaleDownDelaySeconds: 2 };
      await webhook.apply(rollout(namespace, { blueGreen: strategy }));
      const revisions = await threeRevisions(namespace, ["web-active"]);
      for (const revision of revisions) {
        const pods = podsOf(keeper, revision);
        expect(pods).toHaveLength(2);
        for (const { timed } of pods) expect([timed.hooks["app"], timed.grace]).toEqual([sleep(65), 75]);
      }
      // As the AWS controller injects them: for what selects the Pod at the moment of its creation.
      const gates = revisions.map((revision) => podsOf(keeper, revision).flatMap(({ timed }) => timed.gates));
      expect(gates).toEqual([[gate, gate], [], []]);
      expect(shiftedFreely(namespace, "Service")).toBe(true);
    } finally {
      await keeper.stop();
    }
  });
});

describe("a canary with the weights of an ALB", () => {
  test("sizes the Pods of every revision, and lets the weights move", async () => {
    const namespace = await webhook.namespace({ "outlive.dev/mode": "enforce" });
    const alb = { ingress: "web", rootService: "web-root", servicePort: 80 };
    const steps = [{ setWeight: 50 }, { pause: { duration: 1 } }];
    const canary = { stableService: "web-stable", canaryService: "web-canary", trafficRouting: { alb }, steps };
    const keeper = keepPodsReady(webhook, namespace, {});
    try {
      await webhook.apply(rollout(namespace, { canary: { ...canary, scaleDownDelaySeconds: 2 } }));
      const route = ingress(namespace, 30, { service: "web-root", port: { name: "use-annotation" } });
      const services = ["web-root", "web-stable", "web-canary"].map((name) => service(namespace, name));
      await webhook.apply(...services);
      // Nothing is said about the action: Argo Rollouts writes it, as soon as the Rollout is known.
      await webhook.until(
        async () => !(await webhook.kubectl(["create", "--dry-run=server", "-f", "-"], route)).stderr.includes("action"),
        "the Rollout to be seen",
      );
      await webhook.apply(route);
      const revisions = await threeRevisions(namespace, ["web-stable", "web-canary"]);
      for (const revision of revisions) {
        const pods = podsOf(keeper, revision);
        expect(pods.length).toBeGreaterThanOrEqual(2);
        for (const { timed } of pods) expect([timed.hooks["app"], timed.grace, timed.gates]).toEqual([sleep(35), 45, []]);
      }
      const { annotations } = objectAt(await webhook.get("ingress", namespace, "web"), "metadata");
      expect(JSON.stringify(annotations)).toContain("web-canary");
      expect(["Ingress", "Service"].map((kind) => shiftedFreely(namespace, kind))).toEqual([true, true]);
    } finally {
      await keeper.stop();
    }
  });
});

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { objectAt } from "#model/kubernetes/json.ts";
import { binding, delay, deployment, ingress, pod, service } from "../support/shop.ts";
import { startWebhook, type TestWebhook } from "../support/webhook.ts";

let webhook: TestWebhook;
beforeAll(async () => {
  webhook = await startWebhook();
});
afterAll(() => webhook.stop());

const enforce = { "outlive.dev/mode": "enforce" };

interface Timed {
  readonly sleep: unknown;
  readonly grace: unknown;
  readonly gates: unknown;
}

const timingsOf = (object: unknown): Timed => {
  const spec = objectAt(object, "spec");
  const containers = spec["containers"] as readonly unknown[];
  return {
    sleep: objectAt(containers[0], "lifecycle", "preStop"),
    grace: spec["terminationGracePeriodSeconds"],
    gates: spec["readinessGates"],
  };
};

/** What a dry-run create of the Pod would store; asked again until the view has seen the routes. */
async function created(namespace: string, name: string, given: Parameters<typeof pod>[2], expected: unknown): Promise<Timed> {
  let stored: Timed = { sleep: undefined, grace: undefined, gates: undefined };
  await webhook
    .until(
      async () => {
        const { stdout } = await webhook.kubectl(
          ["create", "--dry-run=server", "-o", "json", "-f", "-"],
          pod(namespace, name, given),
        );
        stored = timingsOf(JSON.parse(stdout));
        return JSON.stringify(stored.sleep) === JSON.stringify(expected);
      },
      `the Pod to be stored with ${JSON.stringify(expected)}`,
    )
    .catch(() => {});
  return stored;
}

describe("a Pod that is created in an enforced namespace", () => {
  test("behind an Ingress with delay 35 gets sleep 40, grace period 50 and the gate", async () => {
    const namespace = await webhook.namespace(enforce);
    await webhook.apply(service(namespace), ingress(namespace, delay(35)), binding(namespace));
    expect(await created(namespace, "one", {}, { sleep: { seconds: 40 } })).toEqual({
      sleep: { sleep: { seconds: 40 } },
      grace: 50,
      gates: [{ conditionType: "target-health.elbv2.k8s.aws/k8s-web-shop-0123456789" }],
    });
  });

  test("a server-side dry run answers the same and stores nothing", async () => {
    const namespace = await webhook.namespace(enforce);
    await webhook.apply(service(namespace), ingress(namespace, delay(35)));
    expect(await created(namespace, "dry", {}, { sleep: { seconds: 40 } })).toMatchObject({ grace: 50 });
    expect((await webhook.kubectl(["-n", namespace, "get", "pod", "dry"])).stderr).toContain("not found");
    await webhook.apply(pod(namespace, "dry"));
    expect(timingsOf(await webhook.get("pod", namespace, "dry"))).toMatchObject({ sleep: { sleep: { seconds: 40 } }, grace: 50 });
  });

  test("10, 60 and delay 70 pass under target-outlives-pod as they are", async () => {
    const namespace = await webhook.namespace({ ...enforce, "outlive.dev/policy": "target-outlives-pod" });
    await webhook.apply(service(namespace), ingress(namespace, delay(70)));
    const exec = { exec: { command: ["sleep", "10"] } };
    expect(await created(namespace, "passes", { sleep: 10, grace: 60 }, exec)).toMatchObject({ sleep: exec, grace: 60 });
  });

  test("an exec sleep that is too short is raised and stays an exec sleep", async () => {
    const namespace = await webhook.namespace(enforce);
    await webhook.apply(service(namespace), ingress(namespace, delay(30)));
    const exec = { exec: { command: ["sleep", "35"] } };
    expect(await created(namespace, "raised", { sleep: 10, grace: 75 }, exec)).toMatchObject({ sleep: exec, grace: 75 });
  });

  test("that no Service selects stays as it is", async () => {
    const namespace = await webhook.namespace(enforce);
    expect(await created(namespace, "alone", {}, {})).toEqual({ sleep: {}, grace: 30, gates: undefined });
  });

  test("made by a Deployment's controller is given the same as one made by hand", async () => {
    const namespace = await webhook.namespace(enforce);
    await webhook.apply(service(namespace), ingress(namespace, delay(35)), binding(namespace));
    await created(namespace, "seen", {}, { sleep: { seconds: 40 } });
    await webhook.apply(deployment(namespace));
    let pods: readonly unknown[] = [];
    await webhook.until(async () => {
      pods = (JSON.parse((await webhook.kubectl(["-n", namespace, "get", "pods", "-o", "json"])).stdout) as { items: unknown[] })
        .items;
      return pods.length === 2;
    }, "two Pods");
    expect(pods.map(timingsOf)).toEqual(
      [1, 2].map(() => expect.objectContaining({ sleep: { sleep: { seconds: 40 } }, grace: 50 })),
    );
  });
});

describe.each(["warn", "audit", "off"])("a Pod in a namespace of mode %s", (mode) => {
  test("is stored as it was sent", async () => {
    const namespace = await webhook.namespace({ "outlive.dev/mode": mode });
    await webhook.apply(service(namespace), ingress(namespace, delay(35)));
    await webhook.apply(pod(namespace, "untouched"));
    expect(timingsOf(await webhook.get("pod", namespace, "untouched"))).toEqual({ sleep: {}, grace: 30, gates: undefined });
  });
});

/** Kubernetes' own cases of lifecycle hooks (validation_test.go, util_test.go and handlers_test.go of 1.36), through the API server. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { needsVersion } from "../support/needs-version.ts";
import { delay, ingress, pod, service } from "../support/shop.ts";
import { dryRun, refusal, routedNamespace, sleep, timed } from "../support/stored.ts";
import { startWebhook, type TestWebhook } from "../support/webhook.ts";

let webhook: TestWebhook;
let routed: string;
beforeAll(async () => {
  webhook = await startWebhook();
  routed = await routedNamespace(webhook, 40, (namespace) => [service(namespace), ingress(namespace, delay(35))]);
});
afterAll(() => webhook.stop());

interface Given {
  readonly name?: string;
  readonly lifecycle?: object;
  readonly grace?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly spec?: object;
}

const podWith = ({ name = "pod", lifecycle, grace, labels = { app: "shop" }, spec = {} }: Given): object => ({
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name, namespace: routed, labels },
  spec: {
    ...(grace === undefined ? {} : { terminationGracePeriodSeconds: grace }),
    containers: [{ name: "app", image: "shop:1", ...(lifecycle === undefined ? {} : { lifecycle }) }],
    ...spec,
  },
});

const preStop = (hook: object): object => ({ preStop: hook });
const alone = { app: "alone" };
const create = ["create", "--dry-run=server"];

test("L1 a sleep of 5 in 30 that nothing asks more of is left untouched", async () => {
  const stored = await dryRun(webhook, podWith({ lifecycle: preStop(sleep(5)), grace: 30, labels: alone }));
  expect(timed(stored)).toEqual({ hooks: { app: sleep(5) }, grace: 30, gates: [], record: undefined });
});

test("L2 a sleep of -1 is refused by the API server with its own words, not covered up", async () => {
  expect(await refusal(webhook, create, podWith({ lifecycle: preStop(sleep(-1)) }))).toContain(
    "lifecycle.preStop.sleep: Invalid value: -1",
  );
});

test("L3 a sleep of 5 in 3, which the API server would refuse, is given a grace period that holds it", async () => {
  expect(await refusal(webhook, create, podWith({ lifecycle: preStop(sleep(5)), grace: 3, labels: alone }))).toContain(
    "less than terminationGracePeriodSeconds (3)",
  );
  const stored = timed(await dryRun(webhook, podWith({ lifecycle: preStop(sleep(5)), grace: 3 })));
  expect(stored).toMatchObject({ hooks: { app: sleep(40) }, grace: 50 });
});

test("L4 a sleep of 0 in 30 is stored where nothing is asked", async (context) => {
  needsVersion(context, "sleepOfZero", "a sleep of 0");
  expect(timed(await dryRun(webhook, podWith({ lifecycle: preStop(sleep(0)), labels: alone }))).hooks).toEqual({ app: sleep(0) });
});

test("L4 a sleep of 0 in 30 is raised where a load balancer is", async () => {
  expect(timed(await dryRun(webhook, podWith({ lifecycle: preStop(sleep(0)) })))).toMatchObject({ hooks: { app: sleep(40) } });
});

test("L5 a sleep of 0 in 0 is stored as it is", async (context) => {
  needsVersion(context, "sleepOfZero", "a sleep of 0");
  const stored = timed(await dryRun(webhook, podWith({ lifecycle: preStop(sleep(0)), grace: 0, labels: alone })));
  expect(stored).toMatchObject({ hooks: { app: sleep(0) }, grace: 0 });
});

test("L6 a grace period that nobody states counts as 30", async () => {
  const stored = timed(await dryRun(webhook, podWith({})));
  expect(stored.grace).toBe(50);
  expect(JSON.parse(String(stored.record))).toMatchObject({ gracePeriod: 50, was: 30 });
});

test("L7 two handlers in one hook are left alone and refused by the API server", async () => {
  const hook = { exec: { command: ["sleep", "5"] }, sleep: { seconds: 5 } };
  expect(await refusal(webhook, create, podWith({ lifecycle: preStop(hook) }))).toContain(
    "may not specify more than 1 handler type",
  );
});

test("L8 an empty handler is left alone and refused by the API server", async () => {
  expect(await refusal(webhook, create, podWith({ lifecycle: preStop({}) }))).toContain("must specify a handler type");
});

test("L9 a sleep in postStart does not count as one in preStop, and stays", async () => {
  const stored = await dryRun(webhook, podWith({ lifecycle: { postStart: { sleep: { seconds: 45 } } } }));
  expect(stored).toMatchObject({
    spec: { containers: [{ lifecycle: { postStart: { sleep: { seconds: 45 } }, preStop: { sleep: { seconds: 40 } } } }] },
  });
});

test("L11 init containers and sidecars keep what they have, and an ephemeral container is added untouched", async () => {
  const sidecar = { name: "proxy", image: "proxy:1", restartPolicy: "Always", lifecycle: preStop(sleep(3)) };
  const initContainers = [
    { name: "migrate", image: "migrate:1" },
    sidecar,
    { name: "log", image: "log:1", restartPolicy: "Always" },
  ];
  const stored = await dryRun(webhook, podWith({ spec: { initContainers } }));
  const lifecycles = (stored["spec"] as unknown as { initContainers: readonly { lifecycle?: object }[] }).initContainers.map(
    ({ lifecycle }) => lifecycle,
  );
  expect(lifecycles).toEqual([undefined, preStop(sleep(3)), undefined]);
  await webhook.apply(pod(routed, "debugged"));
  const ephemeralContainers = [{ name: "debug", image: "debug:1", targetContainerName: "app" }];
  const { code } = await webhook.kubectl([
    ...["-n", routed, "patch", "pod", "debugged", "--subresource=ephemeralcontainers", "--type=merge"],
    ...["-p", JSON.stringify({ spec: { ephemeralContainers } })],
  ]);
  expect(code).toBe(0);
  const debugged = await webhook.get("pod", routed, "debugged");
  expect(debugged).toMatchObject({ spec: { ephemeralContainers: [{ name: "debug" }] } });
  expect(JSON.stringify((debugged["spec"] as { ephemeralContainers: unknown }).ephemeralContainers)).not.toContain("lifecycle");
});

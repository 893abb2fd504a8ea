/** Kubernetes' own end-to-end cases of admission webhooks (test/e2e/apimachinery/webhook.go of 1.36). */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { delay, deployment, ingress, pod, service } from "../support/shop.ts";
import { dryRun, refusal, routedNamespace, sleep, timed, untilPodsSleep } from "../support/stored.ts";
import { startWebhook, type TestWebhook, type WebhookConfiguration } from "../support/webhook.ts";

let webhook: TestWebhook;
let routed: string;
let free: string;
beforeAll(async () => {
  webhook = await startWebhook();
  const routes = (namespace: string) => [service(namespace), ingress(namespace, delay(35))];
  routed = await routedNamespace(webhook, 40, routes);
  free = await webhook.namespace({ "outlive.dev/mode": "off" });
});
afterAll(() => webhook.stop());

/** Every test may change the registration or the front; the next one finds both as they were. */
afterEach(async () => {
  webhook.front.slowDown(0);
  await webhook.register();
  await untilPodsSleep(webhook, routed, 40);
});

const skipsForNoReason = (namespace: string) => deployment(namespace, { annotations: { "outlive.dev/skip": "" } });
const wrong = "deregistration_delay.timeout_seconds=abc";
const dry = ["create", "--dry-run=server"];

type Webhook = WebhookConfiguration["webhooks"][number];

const everyWebhook =
  (change: (webhook: Webhook) => object) =>
  (configurations: readonly WebhookConfiguration[]): readonly object[] =>
    configurations.map((configuration) => ({ ...configuration, webhooks: configuration.webhooks.map(change) }));

const withChange = (change: object) => everyWebhook((each) => ({ ...each, ...change }));

/** Asked again until the API server follows the registration. */
async function answer(object: object, seen: (stderr: string) => boolean): Promise<string> {
  let stderr = "";
  await webhook
    .until(async () => {
      stderr = await refusal(webhook, dry, object);
      return seen(stderr);
    }, "the API server to follow")
    .catch(() => {});
  return stderr;
}

const sleepOf = async (namespace: string, name = "asked") => timed(await dryRun(webhook, pod(namespace, name))).hooks["app"];

async function untilSleep(expected: object, namespace = routed): Promise<void> {
  await webhook.until(
    async () => JSON.stringify(await sleepOf(namespace)) === JSON.stringify(expected),
    JSON.stringify(expected),
  );
}

test("W1 what is refused is told with 403 and the message, and a namespace that is off is exempt", async () => {
  const stderr = await refusal(webhook, dry, skipsForNoReason(routed));
  expect(stderr).toMatch(/^Error from server \(Forbidden\): .*admission webhook "workloads.outlive.dev" denied the request: /);
  expect(stderr).toContain("outlive.dev/skip");
  expect(await refusal(webhook, dry, skipsForNoReason(free))).toBe("");
  expect(await refusal(webhook, ["apply", "--dry-run=server"], ingress(routed, wrong))).toContain("routes.outlive.dev");
  expect(await refusal(webhook, dry, ingress(free, wrong))).toBe("");
});

test("W2 a bad value is refused by PUT, by patch and by apply as well", async () => {
  const namespace = await routedNamespace(webhook, 40, (name) => [service(name), ingress(name, delay(35))]);
  const bad = { metadata: { annotations: { "alb.ingress.kubernetes.io/target-group-attributes": wrong } } };
  const ways: readonly (readonly [readonly string[], object | undefined])[] = [
    [["replace", "-f", "-"], ingress(namespace, wrong)],
    [["apply", "-f", "-"], ingress(namespace, wrong)],
    [["apply", "--server-side", "--force-conflicts", "-f", "-"], ingress(namespace, wrong)],
    [["-n", namespace, "patch", "ingress", "shop", "--type=merge", "-p", JSON.stringify(bad)], undefined],
  ];
  for (const [args, input] of ways) {
    const { code, stderr } = await webhook.kubectl(args, input);
    expect([args[0], code, stderr.includes("denied the request")]).toEqual([args[0], 1, true]);
  }
  expect(JSON.stringify(await webhook.get("ingress", namespace, "shop"))).not.toContain("timeout_seconds=abc");
});

test("W3 a webhook that is gone and fails closed refuses, but not in an exempt namespace; failing open it admits", async () => {
  await webhook.register(withChange({ failurePolicy: "Fail" }));
  await webhook.front.stop();
  try {
    expect(await answer(pod(routed, "closed"), (stderr) => stderr !== "")).toContain('failed calling webhook "pods.outlive.dev"');
    expect(await refusal(webhook, dry, pod(free, "exempt"))).toBe("");
    await webhook.register();
    expect(await answer(pod(routed, "open"), (stderr) => stderr === "")).toBe("");
  } finally {
    await webhook.front.start();
  }
});

test("W4 a patched Pod is defaulted like any other and holds nothing beside what was planned", async () => {
  // The volume of a ServiceAccount's token gets a random name.
  const withoutToken = (object: object) => {
    const { spec } = object as { spec: object };
    return { ...object, spec: { ...spec, automountServiceAccountToken: false } };
  };
  const bare = await dryRun(webhook, withoutToken(pod(free, "one")));
  const patched = await dryRun(webhook, withoutToken(pod(routed, "one")));
  const [container] = (bare["spec"] as unknown as { containers: readonly object[] }).containers;
  expect(patched["spec"]).toEqual({
    ...(bare["spec"] as object),
    terminationGracePeriodSeconds: 50,
    containers: [{ ...container, lifecycle: { preStop: { sleep: { seconds: 40 } } } }],
  });
});

test("W5 a webhook of ours that is gone and fails closed for everything keeps nobody from taking it away", async () => {
  const everything = {
    failurePolicy: "Fail",
    rules: [{ apiGroups: ["*"], apiVersions: ["*"], resources: ["*/*"], operations: ["*"] }],
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": routed } },
  };
  await webhook.register(withChange(everything));
  await webhook.front.stop();
  try {
    expect(await answer(pod(routed, "stuck"), (stderr) => stderr !== "")).toContain("failed calling webhook");
    const kinds = "mutatingwebhookconfiguration,validatingwebhookconfiguration";
    expect((await webhook.kubectl(["annotate", kinds, "outlive", "example.com/touched=yes"])).code).toBe(0);
    expect((await webhook.kubectl(["delete", kinds, "outlive"])).code).toBe(0);
    expect(await answer(pod(routed, "freed"), (stderr) => stderr === "")).toBe("");
  } finally {
    await webhook.front.start();
  }
});

test("W6 an answer that comes too late is a failure after 1 s, admitted by Ignore, and in time for 10 s and for the default", async () => {
  const slow = async (change: object | undefined, seen: (stderr: string) => boolean): Promise<string> => {
    webhook.front.slowDown(0);
    await webhook.register(everyWebhook(({ timeoutSeconds: _default, ...each }) => ({ ...each, ...change })));
    await untilSleep(sleep(40));
    webhook.front.slowDown(1_500);
    return answer(pod(routed, "slow"), seen);
  };
  expect(await slow({ timeoutSeconds: 1, failurePolicy: "Fail" }, (text) => text !== "")).toMatch(
    /context deadline exceeded|Timeout/,
  );
  expect(await slow({ timeoutSeconds: 1 }, (text) => text === "")).toBe("");
  await webhook.until(async () => JSON.stringify(await sleepOf(routed)) === "{}", "the sleep to be missed");
  expect(await slow({ timeoutSeconds: 10, failurePolicy: "Fail" }, (text) => text === "")).toBe("");
  expect(await sleepOf(routed)).toEqual(sleep(40));
  expect(await slow({ failurePolicy: "Fail" }, (text) => text === "")).toBe("");
  expect(await sleepOf(routed)).toEqual(sleep(40));
});

test("W7 rules without CREATE stop the calls, and the old rules bring them back", async () => {
  const onUpdate = (each: Webhook) => ({
    ...each,
    rules: (each["rules"] as readonly object[]).map((rule) => ({ ...rule, operations: ["UPDATE"] })),
  });
  await webhook.register(everyWebhook(onUpdate));
  await untilSleep({});
  await webhook.register();
  await untilSleep(sleep(40));
});

test("W8 match conditions can be given to our webhooks, and wrong ones are refused by the API server", async () => {
  const named = (expression: string) => withChange({ matchConditions: [{ name: "by-name", expression }] });
  await webhook.register(named('!has(object.metadata.labels) || !("example.com/no" in object.metadata.labels)'));
  await untilSleep(sleep(40));
  await expect(webhook.register(named("object.metadata.nam ="))).rejects.toThrow(/Invalid value/);
});

test('W9 everything but "skip-me" by CEL is called for', async () => {
  await webhook.register(
    withChange({ matchConditions: [{ name: "not-skipped", expression: 'object.metadata.name != "skip-me"' }] }),
  );
  await webhook.until(async () => JSON.stringify(await sleepOf(routed, "skip-me")) === "{}", "skip-me to be passed over");
  expect(await sleepOf(routed, "other")).toEqual(sleep(40));
});

test("W10 the configurations can be listed and deleted by label, which ends the calls", async () => {
  const labelled = (configurations: readonly WebhookConfiguration[]) =>
    configurations.map((each) => ({ ...each, metadata: { ...each.metadata, labels: { "example.com/of": "outlive" } } }));
  await webhook.register(labelled);
  const kinds = "mutatingwebhookconfiguration,validatingwebhookconfiguration";
  const selected = [kinds, "-l", "example.com/of=outlive"];
  expect((await webhook.kubectl(["get", ...selected, "-o", "name"])).stdout.trim().split("\n")).toHaveLength(2);
  expect((await webhook.kubectl(["delete", ...selected])).code).toBe(0);
  await untilSleep({});
});

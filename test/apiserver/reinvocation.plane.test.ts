/** Two mutating webhooks on one Pod, as test/integration/apiserver/admissionwebhook/reinvocation_test.go of Kubernetes 1.36 has them. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { objectAt } from "#model/kubernetes/json.ts";
import { auditEntries } from "../support/audit-log.ts";
import { type Call, patchOf, type ReviewedRequest } from "../support/front.ts";
import { type OtherAnswer, startOtherWebhook } from "../support/other-webhook.ts";
import { delay, ingress, pod, service } from "../support/shop.ts";
import { listAt, routedNamespace, sleep, timed, untilPodsSleep } from "../support/stored.ts";
import { startWebhook, type TestWebhook, type WebhookConfiguration } from "../support/webhook.ts";

let webhook: TestWebhook;
let routed: string;
beforeAll(async () => {
  webhook = await startWebhook();
  routed = await routedNamespace(webhook, 40, (namespace) => [service(namespace), ingress(namespace, delay(35))]);
});
afterAll(() => webhook.stop());

const labelOther = ({ object }: ReviewedRequest): OtherAnswer =>
  objectAt(object, "metadata", "labels")["other"] === undefined
    ? { patch: [{ op: "add", path: "/metadata/labels/other", value: "yes" }] }
    : {};

const shorten = (): OtherAnswer => ({
  patch: [{ op: "replace", path: "/spec/containers/0/lifecycle/preStop/sleep/seconds", value: 1 }],
});

const addContainer = ({ object }: ReviewedRequest): OtherAnswer =>
  listAt(objectAt(object, "spec"), "containers").length > 1
    ? {}
    : { patch: [{ op: "add", path: "/spec/containers/-", value: { name: "proxy", image: "proxy:1" } }] };

interface Expected {
  /** How many operations the patch of each call of ours has. */
  readonly patches: readonly number[];
  readonly stored: Readonly<Record<string, object>>;
  readonly rounds?: readonly string[];
}

/** Sleep, grace period, record and the annotation that says why. */
const sized = 4;

const cases: readonly (readonly [string, (request: ReviewedRequest) => OtherAnswer, object, Expected])[] = [
  ["the other does nothing", () => ({}), {}, { patches: [sized], stored: { app: sleep(40) }, rounds: ["round_0_index_0"] }],
  [
    "the other changes something else",
    labelOther,
    {},
    { patches: [sized, 0], stored: { app: sleep(40) }, rounds: ["round_0_index_0", "round_1_index_0"] },
  ],
  ["the other adds a container", addContainer, {}, { patches: [sized, 3], stored: { app: sleep(40), proxy: sleep(40) } }],
  ["the other undoes what we did, each time", shorten, {}, { patches: [sized, 1], stored: { app: sleep(1) } }],
  ["we are called once only", labelOther, { reinvocationPolicy: "Never" }, { patches: [sized], stored: { app: sleep(40) } }],
  [
    "a selector passes us over in the first round",
    labelOther,
    { objectSelector: { matchLabels: { other: "yes" } } },
    { patches: [], stored: { app: {} } },
  ],
];

test.each(cases)("I6 where %s", async (_name, respond, change, { patches, stored, rounds }) => {
  await webhook.register();
  await untilPodsSleep(webhook, routed, 40);
  const other = await startOtherWebhook(respond);
  const hook = {
    name: "other.example.com",
    clientConfig: other.clientConfig,
    rules: [{ apiGroups: [""], apiVersions: ["v1"], resources: ["pods"], operations: ["CREATE"] }],
    namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": routed } },
    objectSelector: { matchLabels: { both: "yes" } },
    admissionReviewVersions: ["v1"],
    sideEffects: "None",
    reinvocationPolicy: "IfNeeded",
  };
  const api = "admissionregistration.k8s.io/v1";
  try {
    await webhook.apply({
      apiVersion: api,
      kind: "MutatingWebhookConfiguration",
      metadata: { name: "zz-other" },
      webhooks: [hook],
    });
    await webhook.register((all: readonly WebhookConfiguration[]) =>
      all.map((each) => ({
        ...each,
        webhooks: each.webhooks.map((one) => (one["name"] === "pods.outlive.dev" ? { ...one, ...change } : one)),
      })),
    );
    const expected = JSON.stringify([patches, stored]);
    let calls: readonly Call[] = [];
    let name = "";
    let actual = "";
    await webhook
      .until(async () => {
        name = `both-${Math.random().toString(36).slice(2)}`;
        const labelled = pod(routed, name) as { metadata: { labels: object } };
        const both = { ...labelled, metadata: { ...labelled.metadata, labels: { ...labelled.metadata.labels, both: "yes" } } };
        await webhook.apply(both);
        calls = webhook.front.calls((request) => request.name === name && request.kind.kind === "Pod");
        actual = JSON.stringify([calls.map((call) => patchOf(call).length), timed(await webhook.get("pod", routed, name)).hooks]);
        return actual === expected;
      }, expected)
      .catch(() => {});
    expect(JSON.parse(actual)).toEqual([patches, stored]);
    if (rounds === undefined) return;
    const created = (): Readonly<Record<string, string>> =>
      auditEntries(routed).find(({ verb, objectRef }) => verb === "create" && objectRef.name === name)?.annotations ?? {};
    await webhook.until(() => Object.keys(created()).length > 0, "the audit log");
    const ours = Object.entries(created()).filter(
      ([key, value]) => key.startsWith("mutation.webhook") && value.includes("pods.outlive.dev"),
    );
    expect(ours.map(([key]) => key.split("/")[1]).sort()).toEqual(rounds);
  } finally {
    await webhook.kubectl(["delete", "mutatingwebhookconfiguration", "zz-other"]);
    await other.stop();
  }
});

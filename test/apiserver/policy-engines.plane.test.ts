/** Policies of somebody else that cap the grace period, as docs/modes.md says what happens with each kind. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { objectAt } from "#model/kubernetes/json.ts";
import { startOtherWebhook } from "../support/other-webhook.ts";
import { delay, ingress, pod, service } from "../support/shop.ts";
import { dryRun, routedNamespace, timed } from "../support/stored.ts";
import { startWebhook, type TestWebhook } from "../support/webhook.ts";

let webhook: TestWebhook;
let routed: string;
beforeAll(async () => {
  webhook = await startWebhook();
  routed = await routedNamespace(webhook, 40, (namespace) => [service(namespace), ingress(namespace, delay(35))]);
});
afterAll(() => webhook.stop());

const api = "admissionregistration.k8s.io/v1";
const rules = [{ apiGroups: [""], apiVersions: ["v1"], resources: ["pods"], operations: ["CREATE"] }];
const here = () => ({ matchLabels: { "kubernetes.io/metadata.name": routed } });
const shop = (labels: object = {}): object => {
  const made = pod(routed, "shop") as { metadata: { labels: object } };
  return { ...made, metadata: { ...made.metadata, labels: { ...made.metadata.labels, ...labels } } };
};

test("one that mutates after us lowers the value, and we raise it again", async () => {
  const other = await startOtherWebhook(({ object }) =>
    Number(objectAt(object, "spec")["terminationGracePeriodSeconds"]) > 30
      ? { patch: [{ op: "replace", path: "/spec/terminationGracePeriodSeconds", value: 30 }], warnings: ["capped"] }
      : {},
  );
  const hook = {
    name: "cap.example.com",
    clientConfig: other.clientConfig,
    rules,
    namespaceSelector: here(),
    objectSelector: { matchLabels: { capped: "yes" } },
    admissionReviewVersions: ["v1"],
    sideEffects: "None",
    // It would have the last word otherwise.
    reinvocationPolicy: "Never",
  };
  try {
    // Sorts behind ours.
    await webhook.apply({ apiVersion: api, kind: "MutatingWebhookConfiguration", metadata: { name: "zcap" }, webhooks: [hook] });
    await webhook.until(
      async () =>
        (await webhook.kubectl(["create", "--dry-run=server", "-f", "-"], shop({ capped: "yes" }))).stderr.includes("capped"),
      "the other webhook to be called",
    );
    expect(timed(await dryRun(webhook, shop({ capped: "yes" })))).toMatchObject({ grace: 50 });
  } finally {
    await webhook.kubectl(["delete", "mutatingwebhookconfiguration", "zcap"]);
    await other.stop();
  }
});

test("one that validates refuses the Pod for a value that is ours, and the record in it says so", async () => {
  const policy = {
    apiVersion: api,
    kind: "ValidatingAdmissionPolicy",
    metadata: { name: "cap" },
    spec: {
      matchConstraints: { resourceRules: rules, namespaceSelector: here() },
      matchConditions: [{ name: "asked", expression: '"capped" in object.metadata.labels' }],
      failurePolicy: "Fail",
      validations: [
        {
          expression: "object.spec.terminationGracePeriodSeconds <= 30",
          messageExpression: "'injected: ' + object.metadata.annotations['outlive.dev/injected']",
        },
      ],
    },
  };
  const bound = {
    apiVersion: api,
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name: "cap" },
    spec: { policyName: "cap", validationActions: ["Deny"] },
  };
  try {
    await webhook.apply(policy, bound);
    let refused = "";
    await webhook.until(async () => {
      const { code, stderr } = await webhook.kubectl(["create", "--dry-run=server", "-f", "-"], shop({ capped: "yes" }));
      refused = stderr;
      return code !== 0;
    }, "the policy to be in force");
    expect(refused).toContain("ValidatingAdmissionPolicy 'cap'");
    expect(refused).toContain('"gracePeriod":50,"was":30');
  } finally {
    await webhook.kubectl(["delete", "validatingadmissionpolicy,validatingadmissionpolicybinding", "cap"]);
  }
});

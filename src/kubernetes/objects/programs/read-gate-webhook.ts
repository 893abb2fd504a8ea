import { asList, asText, at } from "#kubernetes/objects/lenient-json.ts";
import { readMeta } from "#kubernetes/objects/read-meta.ts";
import type { GateWebhook } from "#model/load-balancers/gate-webhook.ts";

/** Of the AWS Load Balancer Controller (v3.5, helm/…/templates/webhook.yaml). */
const gateWebhook = "mpod.elbv2.k8s.aws";

/** Of all other configurations nothing but the name is kept. */
export function readGateWebhook(raw: unknown): GateWebhook | undefined {
  const meta = readMeta(raw, { apiVersion: "admissionregistration.k8s.io/v1", kind: "MutatingWebhookConfiguration" });
  if (meta === undefined) return undefined;
  const found = asList(at(raw, "webhooks")).find((webhook) => asText(at(webhook, "name")) === gateWebhook);
  return {
    meta: { ...meta, annotations: {}, labels: {} },
    webhook: found === undefined ? undefined : gateWebhook,
    optional: found !== undefined && asText(at(found, "failurePolicy")) === "Ignore",
  };
}

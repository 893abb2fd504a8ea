import type { ObjectMeta } from "#model/kubernetes/object-meta.ts";

/** The webhook of a controller that puts readiness gates on Pods, as its MutatingWebhookConfiguration has it. */
export interface GateWebhook {
  readonly meta: ObjectMeta;
  /** `mpod.elbv2.k8s.aws`; undefined for a configuration of anybody else. */
  readonly webhook: string | undefined;
  /** The API server continues without it where it cannot be reached. */
  readonly optional: boolean;
}

import type { TestWebhook } from "../support/webhook.ts";

/** The control plane of the tests, by what is needed of it here. */
export type Cluster = Pick<TestWebhook, "kubectl" | "get" | "apply" | "until">;

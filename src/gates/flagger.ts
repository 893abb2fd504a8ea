/** Flagger's webhooks: which of them may be refused, and what a refusal looks like. Facts: pkg/controller/webhook.go of v1.44. */
import { z } from "zod";
import type { GateVerdict } from "./gate-verdict.ts";
import type { Release } from "./judge-release.ts";

/** In the order in which Flagger calls them. */
export const flaggerHooks = [
  "confirm-rollout",
  "pre-rollout",
  "rollout",
  "confirm-traffic-increase",
  "confirm-promotion",
  "post-rollout",
  "event",
  "rollback",
] as const;

export type FlaggerHook = (typeof flaggerHooks)[number];

/** A refusal of these makes Flagger wait and ask again; of the others, it counts against the release. */
const waits: ReadonlySet<FlaggerHook> = new Set(["confirm-rollout", "confirm-traffic-increase", "confirm-promotion"]);

/** After these nothing can be prevented any more. */
const mute: ReadonlySet<FlaggerHook> = new Set(["post-rollout", "event"]);

export const isFlaggerHook = (text: string): text is FlaggerHook => flaggerHooks.some((hook) => hook === text);

const call = z.object({
  name: z.string().min(1).max(253),
  namespace: z.string().min(1).max(63),
  metadata: z.record(z.string(), z.string()).nullish(),
});

/** `Deployment/shop`, where the target of the Canary has another name than the Canary. */
const targetForm = /^Deployment\/([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?)$/;

/** What a call asks about; undefined where it cannot be read. Without `metadata.workload` the target is called as its Canary is. */
export function releaseOfCall(body: unknown): Release | undefined {
  const read = call.safeParse(body);
  if (!read.success) return undefined;
  const { name, namespace, metadata } = read.data;
  const stated = metadata?.["workload"];
  const target = stated === undefined ? name : targetForm.exec(stated)?.[1];
  return target === undefined ? undefined : { kind: "Deployment", namespace, name: target };
}

export interface FlaggerResponse {
  readonly status: 200 | 404 | 412;
  readonly text: string;
}

/** A success of `rollback` rolls back, so there is none. Never 5xx or 429: Flagger retries those and throws the text away. */
export function flaggerResponse(hook: FlaggerHook, verdict: GateVerdict): FlaggerResponse {
  if (hook === "rollback") return { status: 404, text: "nothing is ever rolled back from here" };
  if (mute.has(hook)) return { status: 200, text: "noted" };
  const cannotKnow = verdict.outcome === "not-synced" && !waits.has(hook);
  return { status: verdict.ok || cannotKnow ? 200 : 412, text: verdict.line };
}

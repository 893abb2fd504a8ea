/** Flagger's webhooks: which of them may be refused, and what a refusal looks like. Facts: pkg/controller/scheduler_hooks.go of v1.36. */
import type { GateVerdict } from "./gate-verdict.ts";

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

import type { Timers } from "#clock/clock.ts";
import { parseDuration } from "#model/findings/duration-text.ts";

/** How long the API server still waits for this response. */
export interface Deadline {
  /** Milliseconds, negative once it has passed. */
  remainingMs(): number;
}

/**
 * The API server states in `?timeout=` how long it waits: the webhook's timeoutSeconds or what is left of the client's request,
 * whichever is less, in whole seconds (apiserver v1.36, plugin/webhook/request). It began to count before the request got here,
 * which is what the margin of the admission routes is for.
 *
 * @param query The parsed query; a missing, unreadable or zero timeout counts as `fallbackMs`.
 * @param arrivedMs When the head of the request had arrived, by the clock's `monotonicMs`; not when it was read.
 */
export function deadlineOf(query: unknown, arrivedMs: number, fallbackMs: number, clock: Timers): Deadline {
  const endMs = arrivedMs + (timeoutMsOf(query) ?? fallbackMs);
  return { remainingMs: () => endMs - clock.monotonicMs() };
}

function timeoutMsOf(query: unknown): number | undefined {
  const text = typeof query === "object" && query !== null && "timeout" in query ? query.timeout : undefined;
  if (typeof text !== "string") return undefined;
  if (wholeSeconds.test(text)) return Number(text.slice(0, -1)) * 1000;
  const parsed = parseDuration(text);
  return parsed.ok && parsed.seconds > 0 ? parsed.seconds * 1000 : undefined;
}

/** What the API server sends unless a client set a limit of more than a minute: a webhook may wait 30 s. */
const wholeSeconds = /^[1-9]\d?s$/;

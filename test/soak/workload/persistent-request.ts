import { setTimeout as pause } from "node:timers/promises";
import { ApiError } from "#kubernetes/api/api-error.ts";
import type { ApiClient, RequestOptions } from "#kubernetes/api/client.ts";

export type Outcome =
  | { readonly kind: "done"; readonly object: unknown; readonly repeated: number }
  /** It was stored by an earlier attempt whose response was lost. */
  | { readonly kind: "there-already"; readonly repeated: number }
  /** A webhook said no, as it is meant to. */
  | { readonly kind: "refused"; readonly message: string }
  /** A webhook could not be called, or what it said could not be used. */
  | { readonly kind: "failed"; readonly message: string };

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 2_000;

/** Repeats what the API server itself could not take, until it does; what a webhook let fail is not repeated. */
export async function persistently(client: ApiClient, path: string, options: RequestOptions): Promise<Outcome> {
  for (let repeated = 0, waitMs = FIRST_PAUSE_MS; ; repeated += 1, waitMs = Math.min(waitMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return { kind: "done", object: await (await client.request(path, options)).json(), repeated };
    } catch (error) {
      const outcome = outcomeOf(error, repeated);
      if (outcome !== undefined) return outcome;
    }
    await pause(waitMs);
  }
}

/** Undefined where the API server itself was the cause. */
export function outcomeOf(error: unknown, repeated: number): Outcome | undefined {
  if (!(error instanceof ApiError)) throw error;
  const { message } = error;
  if (message.includes("failed calling webhook") || message.includes("failed to call webhook"))
    return { kind: "failed", message };
  if (/admission webhook .* denied the request/.test(message)) return { kind: "refused", message };
  const { status } = error;
  if (status === undefined || status === 429 || status >= 500) return undefined;
  // What a server says that has only just started, and what a lost update is told.
  if (message.includes("not yet ready to handle request") || message.includes("has been modified")) return undefined;
  if (status === 409 && repeated > 0) return { kind: "there-already", repeated };
  return { kind: "failed", message };
}

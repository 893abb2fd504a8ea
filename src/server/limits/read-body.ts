import type { Readable } from "node:stream";
import type { BodyBudget } from "./body-budget.ts";

export type BodyRejection = "body-too-large" | "overloaded";

export type BodyText =
  | { readonly ok: true; readonly text: string }
  /** `head` is what came first of the body, up to 16 KiB. */
  | { readonly ok: false; readonly rejection: BodyRejection; readonly head: string };

export interface BodyLimits {
  readonly budget: BodyBudget;
  readonly limitBytes: number;
}

/** Enough for everything that the API server writes before the object. */
const headBytes = 16 * 1024;

/** What Node holds besides the bytes of a chunk, rounded up; a body sent byte by byte costs this for each. */
const chunkOverheadBytes = 512;

/**
 * Reads a body into memory within the limits. What comes after a rejection is read and dropped, so that the client gets to see
 * the response, which it would not if the connection were cut.
 *
 * @param declaredBytes Content-Length, if there is one.
 * @param done called once: with the body, or with the error that ended the connection.
 */
export function readBody(
  payload: Readable,
  declaredBytes: number | undefined,
  { budget, limitBytes }: BodyLimits,
  done: (error: Error | undefined, body: BodyText | undefined) => void,
): void {
  const chunks: Buffer[] = [];
  let size = 0;
  // A body that says it is too large is read as far as its head.
  const stopAt = declaredBytes !== undefined && declaredBytes > limitBytes ? headBytes : limitBytes;

  const stop = (): void => {
    held.release();
    payload.off("data", onData).off("end", onEnd).off("error", onError).off("close", onClose);
  };
  const reject = (rejection: BodyRejection): void => {
    stop();
    const head = headOf(chunks);
    // What listens to the rest keeps this closure alive.
    chunks.length = 0;
    // Without a listener an error of the rest would end the process.
    payload.on("error", () => {});
    payload.resume();
    done(undefined, { ok: false, rejection, head });
  };
  const held = budget.hold(() => reject("overloaded"));
  const onData = (chunk: Buffer): void => {
    chunks.push(chunk);
    size += chunk.length;
    if (size > stopAt) reject("body-too-large");
    else held.take(chunk.length + chunkOverheadBytes);
  };
  const onEnd = (): void => {
    stop();
    done(undefined, { ok: true, text: textOf(chunks) });
  };
  const onError = (error: Error): void => {
    stop();
    done(error, undefined);
  };
  const onClose = (): void => onError(new Error("the connection was closed before the body had arrived"));
  payload.on("data", onData).on("end", onEnd).on("error", onError).on("close", onClose);
}

function headOf(chunks: readonly Buffer[]): string {
  const enough: Buffer[] = [];
  for (let at = 0, size = 0; at < chunks.length && size < headBytes; at += 1) {
    const chunk = chunks[at] ?? Buffer.alloc(0);
    enough.push(chunk);
    size += chunk.length;
  }
  return Buffer.concat(enough).subarray(0, headBytes).toString("utf8");
}

/** Most bodies come in one piece. */
const textOf = (chunks: readonly Buffer[]): string => {
  const [first] = chunks;
  return (first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks)).toString("utf8");
};

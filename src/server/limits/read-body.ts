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

  // Listeners stay: what still comes is dropped, and without one an error of it would end the process. An idle connection holds
  // its last request and so the listeners, which hold nothing of the body from then on, nor of what was made from it.
  let waiting: typeof done | undefined = done;
  const finish = (error: Error | undefined, body: BodyText | undefined): void => {
    const answer = waiting;
    waiting = undefined;
    held.release();
    chunks.length = 0;
    answer?.(error, body);
  };
  const reject = (rejection: BodyRejection): void => finish(undefined, { ok: false, rejection, head: headOf(chunks) });
  const held = budget.hold(() => reject("overloaded"));
  payload.on("data", (chunk: Buffer) => {
    if (waiting === undefined) return;
    chunks.push(chunk);
    size += chunk.length;
    if (size > stopAt) reject("body-too-large");
    else held.take(chunk.length + chunkOverheadBytes);
  });
  payload.on("end", () => {
    if (waiting !== undefined) finish(undefined, { ok: true, text: textOf(chunks) });
  });
  payload.on("error", (error) => {
    if (waiting !== undefined) finish(error, undefined);
  });
  payload.on("close", () => {
    if (waiting !== undefined) finish(new Error("the connection was closed before the body had arrived"), undefined);
  });
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

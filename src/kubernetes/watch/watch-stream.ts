import { ApiError } from "#kubernetes/api/api-error.ts";
import { at } from "#kubernetes/objects/lenient-json.ts";
import { type RawObject, resourceVersionOf, toRawObject } from "#kubernetes/objects/raw-object.ts";

export type WatchEvent =
  | { readonly type: "put" | "removed"; readonly raw: RawObject; readonly resourceVersion: string | undefined }
  /** Nothing changed; says only how far the server has looked (allowWatchBookmarks). */
  | { readonly type: "bookmark"; readonly resourceVersion: string | undefined };

/** Somewhere on the way the stream was spoilt: what else it said cannot be relied on. */
export class MalformedEvent extends Error {
  override readonly name = "MalformedEvent";
}

/**
 * The lines of a body that arrives in pieces, which may end anywhere, within a character too.
 * @throws Error where the body ends within a line, which is how a connection that was cut looks
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let pieces: string[] = [];
  for await (const chunk of chunks) {
    const parts = decoder.decode(chunk, { stream: true }).split("\n");
    const rest = parts.pop() ?? "";
    for (const part of parts) {
      const line = pieces.join("") + part;
      pieces = [];
      if (line.trim() !== "") yield line;
    }
    if (rest !== "") pieces.push(rest);
  }
  if (pieces.join("").trim() !== "") throw new Error("the watch ended in the middle of an event");
}

/**
 * One line of a watch.
 * @throws ApiError where the server reports an error within the stream, as it does with code 410 for a version that is too old
 * @throws MalformedEvent
 */
export function watchEventOf(line: string): WatchEvent {
  const event = parsed(line);
  const type = at(event, "type");
  const object = at(event, "object");
  if (type === "ERROR") throw ApiError.ofErrorEvent(object);
  const resourceVersion = resourceVersionOf(object);
  if (type === "BOOKMARK") return { type: "bookmark", resourceVersion };
  const raw = toRawObject(object);
  if (raw === undefined) throw new MalformedEvent("a watch event contains no object with a name");
  if (type === "ADDED" || type === "MODIFIED") return { type: "put", raw, resourceVersion };
  if (type === "DELETED") return { type: "removed", raw, resourceVersion };
  throw new MalformedEvent("a watch event has an unknown type");
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new MalformedEvent("a watch event is not JSON", { cause: error });
  }
}

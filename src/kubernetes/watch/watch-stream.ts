import { ApiError } from "#kubernetes/api/api-error.ts";
import { at } from "#kubernetes/objects/lenient-json.ts";
import { type RawObject, resourceVersionOf, toRawObject } from "#kubernetes/objects/raw-object.ts";
import { TrimmedText } from "./trimmed-text.ts";

export type WatchEvent =
  | {
      readonly type: "put" | "removed";
      readonly raw: RawObject;
      readonly resourceVersion: string | undefined;
      /** Of its text, without what is left out. */
      readonly length: number;
    }
  /** Nothing changed; says only how far the server has looked (allowWatchBookmarks). */
  | { readonly type: "bookmark"; readonly resourceVersion: string | undefined };

/** Somewhere on the way the stream was spoilt: what else it said cannot be relied on. */
export class MalformedEvent extends Error {
  override readonly name = "MalformedEvent";
}

/**
 * The lines of a body that arrives in pieces, which may end anywhere, within a character too; without what `unread` names.
 * @throws Error where the body ends within a line, which is how a connection that was cut looks
 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  unread: readonly string[] = [],
): AsyncGenerator<string, void, undefined> {
  const line = new TrimmedText(unread);
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      at = line.readLine(chunk, at);
      if (at === chunk.length) break;
      const text = line.take();
      if (text.trim() !== "") yield text;
      at += 1;
    }
  }
  if (line.take().trim() !== "") throw new Error("the watch ended in the middle of an event");
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
  if (type === "ADDED" || type === "MODIFIED") return { type: "put", raw, resourceVersion, length: line.length };
  if (type === "DELETED") return { type: "removed", raw, resourceVersion, length: line.length };
  throw new MalformedEvent("a watch event has an unknown type");
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new MalformedEvent("a watch event is not JSON", { cause: error });
  }
}

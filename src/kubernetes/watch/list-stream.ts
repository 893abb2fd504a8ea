const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const opening = new Set([0x7b, 0x5b]);
const closing = new Set([0x7d, 0x5d]);
const LIST = 0x5b;

/**
 * Reads the JSON of a list as it arrives, giving each of its items to `onItem` at once, so that neither the text of a page of Pods
 * nor its objects are ever held together: V8 would grow its young generation by what survives, and keep it (150 MB were seen).
 * @returns the list with `0` in place of each item
 * @throws Error where the text ends early or is not JSON
 */
export async function readList(chunks: AsyncIterable<Uint8Array>, onItem: (item: unknown) => void): Promise<unknown> {
  const scanner = new ListScanner(onItem);
  for await (const chunk of chunks) scanner.read(chunk);
  return scanner.end();
}

/** Items are the objects in an array in the outermost object; a list has no other array there. */
class ListScanner {
  readonly #onItem: (item: unknown) => void;
  readonly #decoder = new TextDecoder();
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** What is open at depth 2 is an array. */
  #inArray = false;
  #inItem = false;
  #item = "";
  #envelope = "";

  constructor(onItem: (item: unknown) => void) {
    this.#onItem = onItem;
  }

  read(chunk: Uint8Array): void {
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const byte = chunk[at] ?? 0;
      if (this.#inString) this.#inside(byte);
      else if (byte === QUOTE) this.#inString = true;
      else if (opening.has(byte)) from = this.#open(chunk, from, at, byte);
      else if (closing.has(byte)) from = this.#close(chunk, from, at);
    }
    this.#keep(chunk.subarray(from));
  }

  end(): unknown {
    if (this.#depth !== 0 || this.#inString) throw new Error("the list ended before it was complete");
    return parsed(this.#envelope);
  }

  #inside(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) this.#inString = false;
  }

  #open(chunk: Uint8Array, from: number, at: number, byte: number): number {
    const begins = this.#depth === 2 && this.#inArray && byte !== LIST;
    if (begins) {
      this.#keep(chunk.subarray(from, at));
      this.#envelope += "0";
      this.#inItem = true;
    }
    this.#depth += 1;
    if (this.#depth === 2) this.#inArray = byte === LIST;
    return begins ? at : from;
  }

  #close(chunk: Uint8Array, from: number, at: number): number {
    this.#depth -= 1;
    if (this.#depth !== 2 || !this.#inItem) return from;
    this.#keep(chunk.subarray(from, at + 1));
    const item = this.#item;
    this.#item = "";
    this.#inItem = false;
    this.#onItem(parsed(item));
    return at + 1;
  }

  /** A character may be cut by the end of a chunk, never by a brace. */
  #keep(bytes: Uint8Array): void {
    const text = this.#decoder.decode(bytes, { stream: true });
    if (this.#inItem) this.#item += text;
    else this.#envelope += text;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error("the response of the API server is not a list in JSON", { cause: error });
  }
}

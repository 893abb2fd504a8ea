const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const COLON = 0x3a;
const ZERO = 0x30;

/** What a byte outside of strings can mean, where it does not only fill. */
const STRING = 1;
const OPENS = 2;
const CLOSES = 3;
const LINE_ENDS = 4;

const meanings = new Uint8Array(256);
meanings[QUOTE] = STRING;
for (const byte of [0x7b, 0x5b]) meanings[byte] = OPENS;
for (const byte of [0x7d, 0x5d]) meanings[byte] = CLOSES;
meanings[NEWLINE] = LINE_ENDS;

const firstSize = 64 * 1024;
/** Larger values than this are rare, and their room is given back. */
const largestKept = 4 * firstSize;

/**
 * The text of one JSON value that arrives in pieces, without the lists and maps that nobody reads: most of a Pod is
 * `managedFields`, environment and status, and parsing them would take longer than all the rest. Each is replaced by `0`,
 * except where a piece ends within its name.
 */
export class TrimmedText {
  readonly #unread: readonly Uint8Array[];
  readonly #decoder = new TextDecoder();
  #bytes = new Uint8Array(firstSize);
  #length = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** The depth that an unread value has within; 0 outside of one. */
  #unreadDepth = 0;
  #keptFrom = 0;

  /** @param unread names of fields */
  constructor(unread: readonly string[]) {
    this.#unread = unread.map((name) => new TextEncoder().encode(`"${name}":`));
  }

  /** Takes bytes from `at` until the object that began there is complete, or to the end; where it stopped. */
  readObject(chunk: Uint8Array, at: number): number {
    return this.#read(chunk, at, false);
  }

  /** Takes bytes from `at` until the line ends, whatever it holds, or to the end; where it stopped. */
  readLine(chunk: Uint8Array, at: number): number {
    return this.#read(chunk, at, true);
  }

  /** Of an object: nothing of it is missing. */
  get complete(): boolean {
    return this.#depth === 0 && this.#length > 0;
  }

  /** The text, which is no longer held then. */
  take(): string {
    const text = this.#decoder.decode(this.#bytes.subarray(0, this.#length));
    if (this.#bytes.length > largestKept) this.#bytes = new Uint8Array(firstSize);
    this.#length = 0;
    this.#depth = 0;
    this.#inString = false;
    this.#escaped = false;
    this.#unreadDepth = 0;
    return text;
  }

  /** It sees every byte of a cluster, so that it looks at most of them once and copies them together. */
  #read(chunk: Uint8Array, from: number, line: boolean): number {
    const end = chunk.length;
    if (from >= end) return end;
    this.#keptFrom = from;
    for (let at = this.#inString ? this.#endOfString(chunk, from, line) : from; at < end; at += 1) {
      switch (meanings[chunk[at] ?? 0]) {
        case STRING:
          at = this.#endOfString(chunk, at + 1, line) - 1;
          break;
        case OPENS:
          this.#open(chunk, at);
          break;
        case CLOSES:
          this.#close(at);
          if (this.#depth === 0 && !line) return this.#pause(chunk, at + 1);
          break;
        case LINE_ENDS:
          if (line) return this.#pause(chunk, at);
      }
    }
    return this.#pause(chunk, end);
  }

  #open(chunk: Uint8Array, at: number): void {
    if (this.#unreadDepth === 0 && chunk[at - 1] === COLON && this.#followsUnread(chunk, at)) {
      this.#keep(chunk, at);
      this.#unreadDepth = this.#depth + 1;
    }
    this.#depth += 1;
  }

  #close(at: number): void {
    if (this.#unreadDepth === this.#depth && this.#unreadDepth > 0) {
      this.#unreadDepth = 0;
      this.#bytes[this.#length++] = ZERO;
      this.#keptFrom = at + 1;
    }
    this.#depth -= 1;
  }

  #pause(chunk: Uint8Array, at: number): number {
    if (this.#unreadDepth === 0) this.#keep(chunk, at);
    return at;
  }

  /** The place after the quote that ends the string; no string of JSON holds the end of a line. */
  #endOfString(chunk: Uint8Array, from: number, line: boolean): number {
    const end = chunk.length;
    let at = this.#escaped ? from + 1 : from;
    this.#escaped = false;
    for (; at < end; at += 1) {
      const byte = chunk[at] ?? 0;
      if (byte > QUOTE && byte !== BACKSLASH) continue;
      if (byte === QUOTE || (byte === NEWLINE && line)) {
        this.#inString = false;
        return byte === QUOTE ? at + 1 : at;
      }
      if (byte !== BACKSLASH) continue;
      at += 1;
      this.#escaped = at === end;
    }
    this.#inString = true;
    return end;
  }

  #followsUnread(chunk: Uint8Array, at: number): boolean {
    // The byte before quote and colon tells nearly all names apart.
    const last = chunk[at - 3];
    return this.#unread.some((name) => name[name.length - 3] === last && standsBefore(chunk, at, name));
  }

  /** From where the last was kept. */
  #keep(chunk: Uint8Array, to: number): void {
    const from = this.#keptFrom;
    if (to <= from) return;
    const length = this.#length + to - from;
    // One more for what stands in place of an unread value.
    if (length >= this.#bytes.length) {
      const larger = new Uint8Array(Math.max(length + 1, this.#bytes.length * 2));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(chunk.subarray(from, to), this.#length);
    this.#length = length;
  }
}

/** A name that ends alike has an escaped quote there. */
function standsBefore(chunk: Uint8Array, at: number, text: Uint8Array): boolean {
  const from = at - text.length;
  return from > 0 && chunk[from - 1] !== BACKSLASH && text.every((byte, index) => chunk[from + index] === byte);
}

/** Takes lines as they are found: `bytes` from `from` to `to`, without the line feed. Valid only during the call. */
export type LineTaker = (bytes: Uint8Array, from: number, to: number) => void;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
/** No line of any known log comes near it: the load balancer cuts a user agent at 8 KB and a request line at 64 KB. */
const longestLine = 256 * 1024;

/** Cuts chunks of bytes into lines across their borders. A line that is longer than `longest` bytes is dropped and counted. */
export class LineSplitter {
  readonly #take: LineTaker;
  readonly #longest: number;
  /** The beginning of a line whose end is not here yet. */
  #pieces: Uint8Array[] = [];
  #length = 0;
  #dropping = false;
  dropped = 0;

  constructor(take: LineTaker, longest = longestLine) {
    this.#take = take;
    this.#longest = longest;
  }

  push(chunk: Uint8Array): void {
    let from = 0;
    if (this.#dropping || this.#length > 0) {
      const at = chunk.indexOf(lineFeed);
      this.#keep(chunk.subarray(0, at < 0 ? chunk.length : at));
      if (at < 0) return;
      this.end();
      from = at + 1;
    }
    for (let at = chunk.indexOf(lineFeed, from); at >= 0; at = chunk.indexOf(lineFeed, from)) {
      this.#line(chunk, from, at);
      from = at + 1;
    }
    if (from < chunk.length) this.#keep(chunk.subarray(from));
  }

  /** The last line of a file need not end in a line feed. */
  end(): void {
    const [only] = this.#pieces;
    if (only !== undefined && this.#pieces.length === 1) this.#line(only, 0, only.length);
    else if (only !== undefined) this.#line(joined(this.#pieces, this.#length), 0, this.#length);
    this.#pieces = [];
    this.#length = 0;
    this.#dropping = false;
  }

  /** Copied, because whoever reads a file may fill the same chunk again. */
  #keep(piece: Uint8Array): void {
    if (this.#dropping) return;
    if (this.#length + piece.length > this.#longest) {
      this.#pieces = [];
      this.#length = 0;
      this.#dropping = true;
      this.dropped += 1;
      return;
    }
    this.#pieces.push(new Uint8Array(piece));
    this.#length += piece.length;
  }

  #line(bytes: Uint8Array, from: number, to: number): void {
    const end = to > from && bytes[to - 1] === carriageReturn ? to - 1 : to;
    if (end - from > this.#longest) this.dropped += 1;
    else if (end > from) this.#take(bytes, from, end);
  }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

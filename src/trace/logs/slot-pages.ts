const wordsPerPage = 32;
/** 50 MB: a thousand targets for a month and a half, or a hundred thousand for a few hours. */
const mostPages = 400_000;

/** Pages of bits that all maps of a log share: a typed array of its own for each page would take twice the memory. */
export class SlotPages {
  readonly #most: number;
  #words = new Int32Array(64 * wordsPerPage);
  #count = 0;
  /** Pages that there was no room for. */
  refused = 0;

  constructor(most = mostPages) {
    this.#most = most;
  }

  /** Number of a new empty page, or -1 where there is no room. */
  add(): number {
    if (this.#count >= this.#most) {
      this.refused += 1;
      return -1;
    }
    if ((this.#count + 1) * wordsPerPage > this.#words.length) {
      const words = new Int32Array(this.#words.length * 2);
      words.set(this.#words);
      this.#words = words;
    }
    this.#count += 1;
    return this.#count - 1;
  }

  word(page: number, at: number): number {
    return this.#words[page * wordsPerPage + at] ?? 0;
  }

  set(page: number, at: number, bits: number): void {
    const index = page * wordsPerPage + at;
    this.#words[index] = (this.#words[index] ?? 0) | bits;
  }
}

export const slotsPerPage = wordsPerPage * 32;

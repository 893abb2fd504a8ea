const slotMs = 10_000;
const slotsPerWord = 32;
const wordsPerPage = 32;
const slotsPerPage = slotsPerWord * wordsPerPage;

/**
 * In which stretches of ten seconds something happened. Marks can be set in any order; a page of 128 bytes covers nearly three hours,
 * and only pages with a mark exist.
 */
export class SlotMap {
  readonly #pages = new Map<number, Int32Array>();
  #lastKey = Number.NaN;
  #lastPage: Int32Array | undefined;

  mark(ms: number): void {
    const slot = Math.floor(ms / slotMs);
    const key = Math.floor(slot / slotsPerPage);
    if (key !== this.#lastKey || this.#lastPage === undefined) {
      this.#lastPage = this.#pages.get(key) ?? new Int32Array(wordsPerPage);
      this.#pages.set(key, this.#lastPage);
      this.#lastKey = key;
    }
    const within = slot - key * slotsPerPage;
    const word = within >>> 5;
    this.#lastPage[word] = (this.#lastPage[word] ?? 0) | (1 << (within & 31));
  }

  /** Whether a slot that begins after `from` and before `to` is marked. */
  anyBetween(from: number, to: number): boolean {
    const last = Math.ceil(to / slotMs) - 1;
    let slot = Math.floor(from / slotMs) + 1;
    while (slot <= last) {
      const key = Math.floor(slot / slotsPerPage);
      const within = slot - key * slotsPerPage;
      const page = this.#pages.get(key);
      const bit = within & 31;
      const bits = Math.min(slotsPerWord - bit, last - slot + 1);
      const mask = (bits === slotsPerWord ? -1 : (1 << bits) - 1) << bit;
      if (page !== undefined && ((page[within >>> 5] ?? 0) & mask) !== 0) return true;
      slot = page === undefined ? (key + 1) * slotsPerPage : slot + bits;
    }
    return false;
  }

  /** How many of the slots that begin after `from` and before `to` are marked. */
  countBetween(from: number, to: number): number {
    let count = 0;
    for (let slot = Math.floor(from / slotMs) + 1; slot < to / slotMs; slot += 1) if (this.#has(slot)) count += 1;
    return count;
  }

  /**
   * The end of the marked stretch that `from` lies in or before which it lies: the first `gap` slots in a row without a mark begin
   * there. Undefined where no such gap begins before `until`.
   */
  leftAt(from: number, until: number, gap: number): number | undefined {
    const first = Math.floor(from / slotMs);
    const last = Math.floor(until / slotMs);
    let empty = 0;
    for (let slot = first + 1; slot <= last; slot += 1) {
      empty = this.#has(slot) ? 0 : empty + 1;
      if (empty >= gap) return (slot - gap + 1) * slotMs;
    }
    return undefined;
  }

  #has(slot: number): boolean {
    const key = Math.floor(slot / slotsPerPage);
    const within = slot - key * slotsPerPage;
    return (((this.#pages.get(key)?.[within >>> 5] ?? 0) >>> (within & 31)) & 1) === 1;
  }
}

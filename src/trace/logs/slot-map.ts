import { SlotPages, slotsPerPage } from "./slot-pages.ts";

const slotMs = 10_000;
const slotsPerWord = 32;

/**
 * In which stretches of ten seconds something happened. Marks can be set in any order; a page of 128 bytes covers nearly three hours,
 * and only pages with a mark exist.
 */
export class SlotMap {
  readonly #pages: SlotPages;
  /** Most targets live for one page. */
  #firstKey = -1;
  #firstPage = -1;
  #more: Map<number, number> | undefined;
  #lastKey = -1;
  #lastPage = -1;

  constructor(pages = new SlotPages()) {
    this.#pages = pages;
  }

  mark(ms: number): void {
    const slot = Math.floor(ms / slotMs);
    const key = Math.floor(slot / slotsPerPage);
    if (key !== this.#lastKey) {
      this.#lastPage = this.#pageOf(key) ?? this.#add(key);
      this.#lastKey = key;
    }
    if (this.#lastPage < 0) return;
    const within = slot - key * slotsPerPage;
    this.#pages.set(this.#lastPage, within >>> 5, 1 << (within & 31));
  }

  #pageOf(key: number): number | undefined {
    return key === this.#firstKey ? this.#firstPage : this.#more?.get(key);
  }

  #add(key: number): number {
    const page = this.#pages.add();
    if (page < 0) return page;
    if (this.#firstPage < 0) {
      this.#firstKey = key;
      this.#firstPage = page;
    } else {
      this.#more ??= new Map();
      this.#more.set(key, page);
    }
    return page;
  }

  /** Whether a slot that begins after `from` and before `to` is marked. */
  anyBetween(from: number, to: number): boolean {
    const last = Math.ceil(to / slotMs) - 1;
    let slot = Math.floor(from / slotMs) + 1;
    while (slot <= last) {
      const key = Math.floor(slot / slotsPerPage);
      const within = slot - key * slotsPerPage;
      const page = this.#pageOf(key);
      const bit = within & 31;
      const bits = Math.min(slotsPerWord - bit, last - slot + 1);
      const mask = (bits === slotsPerWord ? -1 : (1 << bits) - 1) << bit;
      if (page !== undefined && (this.#pages.word(page, within >>> 5) & mask) !== 0) return true;
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
    const page = this.#pageOf(key);
    return page !== undefined && ((this.#pages.word(page, within >>> 5) >>> (within & 31)) & 1) === 1;
  }
}

import type { AccessRow } from "./access-row.ts";

/** A failed request with what its cause is evaluated by. Times and durations are milliseconds, -1 where the log has none. */
export interface Failure {
  readonly createdMs: number;
  readonly doneMs: number;
  readonly requestMs: number;
  readonly targetMs: number;
  readonly responseMs: number;
  readonly status: number;
  readonly targetStatus: number;
  readonly action: number;
  readonly errorReason: number;
  readonly group: number;
  /** Number of the target in the log state, -1 for none. */
  readonly target: number;
  readonly node: number;
  readonly pathHash: number;
  readonly clientHash: number;
  /** The same for the same row, however often it is read. */
  readonly id: number;
  readonly webSocket: boolean;
}

const mostKept = 1_000_000;
const numbers = 11;

/**
 * Failures in columns of numbers, 64 bytes each, a row that is read twice only once. Beyond a million, only those are kept whose
 * hash lies below a limit that is halved as often as needed: which ones depends on the rows alone, not on their order.
 */
export class FailureStore {
  #times = new Float64Array(2 * 1024);
  #numbers = new Int32Array(numbers * 1024);
  #hashes = new Uint32Array(2 * 1024);
  #slots = new Int32Array(4096).fill(-1);
  #count = 0;
  #halvings = 0;
  readonly #most: number;
  duplicates = 0;

  constructor(most = mostKept) {
    this.#most = most;
  }

  get size(): number {
    return this.#count;
  }

  /** How many failures each one that is kept stands for. */
  get weight(): number {
    return 2 ** this.#halvings;
  }

  /** False where the row is known already. */
  add(row: AccessRow, group: number, target: number): boolean {
    const [a, b] = [row.hashA >>> 0, row.hashB >>> 0];
    if (this.#halvings > 0 && b >= 2 ** (32 - this.#halvings)) return true;
    const slot = this.#slotOf(a, b);
    if ((this.#slots[slot] ?? -1) >= 0) {
      this.duplicates += 1;
      return false;
    }
    this.#slots[slot] = this.#count;
    this.#write(this.#count, row, group, target);
    this.#count += 1;
    if (this.#count > this.#most) this.#halve();
    else if (this.#count * 2 > this.#slots.length) this.#rehash(this.#slots.length * 2);
    return true;
  }

  at(index: number): Failure {
    const from = index * numbers;
    const value = (offset: number): number => this.#numbers[from + offset] ?? -1;
    return {
      createdMs: this.#times[2 * index] ?? 0,
      doneMs: this.#times[2 * index + 1] ?? 0,
      requestMs: value(0),
      targetMs: value(1),
      responseMs: value(2),
      status: value(3) & 0xffff,
      targetStatus: (value(3) >> 16) - 1,
      action: value(4) & 0xff,
      webSocket: (value(4) & 0x100) !== 0,
      errorReason: value(5),
      group: value(6),
      target: value(7),
      node: value(8),
      pathHash: value(9),
      clientHash: value(10),
      id: (this.#hashes[2 * index] ?? 0) * 2 ** 21 + ((this.#hashes[2 * index + 1] ?? 0) >>> 11),
    };
  }

  #write(at: number, row: AccessRow, group: number, target: number): void {
    if (at * 2 >= this.#times.length) this.#grow();
    this.#times[2 * at] = row.createdMs;
    this.#times[2 * at + 1] = row.doneMs;
    this.#hashes[2 * at] = row.hashA >>> 0;
    this.#hashes[2 * at + 1] = row.hashB >>> 0;
    const codes = (row.status & 0xffff) | ((row.targetStatus + 1) << 16);
    const flags = row.action | (row.webSocket ? 0x100 : 0);
    this.#numbers.set(
      [
        row.requestMs,
        row.targetMs,
        row.responseMs,
        codes,
        flags,
        row.errorReason,
        group,
        target,
        row.node,
        row.pathHash,
        row.clientHash,
      ],
      at * numbers,
    );
  }

  #grow(): void {
    const [times, values, hashes] = [this.#times, this.#numbers, this.#hashes];
    this.#times = new Float64Array(times.length * 2);
    this.#times.set(times);
    this.#numbers = new Int32Array(values.length * 2);
    this.#numbers.set(values);
    this.#hashes = new Uint32Array(hashes.length * 2);
    this.#hashes.set(hashes);
  }

  #halve(): void {
    this.#halvings += 1;
    const limit = 2 ** (32 - this.#halvings);
    let kept = 0;
    for (let index = 0; index < this.#count; index += 1) {
      if ((this.#hashes[2 * index + 1] ?? 0) >= limit) continue;
      this.#times.copyWithin(2 * kept, 2 * index, 2 * index + 2);
      this.#hashes.copyWithin(2 * kept, 2 * index, 2 * index + 2);
      this.#numbers.copyWithin(numbers * kept, numbers * index, numbers * (index + 1));
      kept += 1;
    }
    this.#count = kept;
    this.#rehash(this.#slots.length);
  }

  #slotOf(a: number, b: number): number {
    const mask = this.#slots.length - 1;
    let slot = (a ^ (b >>> 7)) & mask;
    for (;;) {
      const index = this.#slots[slot] ?? -1;
      if (index < 0 || (this.#hashes[2 * index] === a && this.#hashes[2 * index + 1] === b)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #rehash(size: number): void {
    this.#slots = new Int32Array(size).fill(-1);
    for (let index = 0; index < this.#count; index += 1) {
      this.#slots[this.#slotOf(this.#hashes[2 * index] ?? 0, this.#hashes[2 * index + 1] ?? 0)] = index;
    }
  }
}

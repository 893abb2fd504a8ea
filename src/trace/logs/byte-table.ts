/** Texts that recur on every line, such as targets and target groups, as small numbers. A text is decoded once, when it is new. */
export class ByteTable {
  readonly #most: number;
  readonly #texts: string[] = [];
  /** All of them, one behind the other; text `id` ends at `#ends[id]`. */
  #bytes = new Uint8Array(4096);
  readonly #ends: number[] = [];
  #slots = new Int32Array(256).fill(-1);
  #last = -1;

  /** Beyond `most` different texts, every new one is number `most - 1`, which stands for "others". */
  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#texts.length;
  }

  text(id: number): string {
    return this.#texts[id] ?? "";
  }

  idOf(bytes: Uint8Array, from: number, to: number): number {
    if (this.#last >= 0 && this.#equals(this.#last, bytes, from, to)) return this.#last;
    const mask = this.#slots.length - 1;
    let slot = hashOf(bytes, from, to) & mask;
    for (;;) {
      const id = this.#slots[slot] ?? -1;
      if (id < 0) return this.#add(bytes, from, to, slot);
      if (this.#equals(id, bytes, from, to)) {
        this.#last = id;
        return id;
      }
      slot = (slot + 1) & mask;
    }
  }

  /** Whether there was no room for another text. */
  get isFull(): boolean {
    return this.#texts.length >= this.#most;
  }

  #equals(id: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = id === 0 ? 0 : (this.#ends[id - 1] ?? 0);
    if ((this.#ends[id] ?? 0) - start !== to - from) return false;
    // Names of one kind begin alike, so the difference is found sooner from the end.
    for (let at = to - from - 1; at >= 0; at -= 1) if (this.#bytes[start + at] !== bytes[from + at]) return false;
    return true;
  }

  #add(bytes: Uint8Array, from: number, to: number, slot: number): number {
    const id = this.#texts.length;
    if (id >= this.#most) return this.#most - 1;
    this.#keep(bytes, from, to);
    this.#texts.push(id === this.#most - 1 && id > 0 ? "(others)" : decodeBytes(bytes, from, to));
    this.#slots[slot] = id;
    if (this.#texts.length * 2 > this.#slots.length) this.#grow();
    return id;
  }

  #keep(bytes: Uint8Array, from: number, to: number): void {
    const start = this.#ends.at(-1) ?? 0;
    const end = start + to - from;
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#bytes.length * 2, end));
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes.set(bytes.subarray(from, to), start);
    this.#ends.push(end);
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    this.#ends.forEach((end, id) => {
      let slot = hashOf(this.#bytes, id === 0 ? 0 : (this.#ends[id - 1] ?? 0), end) & (slots.length - 1);
      while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = id;
    });
    this.#slots = slots;
  }
}

/** FNV-1a, 32 bits. */
export function hashOf(bytes: Uint8Array, from: number, to: number, seed = 0x811c9dc5): number {
  let hash = seed;
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash ^ (hash >>> 15);
}

const longest = 1024;

/** Byte for byte as Latin-1: what a load balancer writes is ASCII. Long texts are cut. */
export const decodeBytes = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, Math.min(to, from + longest)));

/** Where keys and items of the maps and lists of one document begin, as offsets. */
export class Places {
  readonly #of = new Map<object, Map<string | number, number>>();

  add(parent: object, key: string | number, offset: number): void {
    const known = this.#of.get(parent);
    if (known === undefined) this.#of.set(parent, new Map([[key, offset]]));
    else known.set(key, offset);
  }

  get(parent: object, key: string | number): number | undefined {
    return this.#of.get(parent)?.get(Array.isArray(parent) ? Number(key) : String(key));
  }
}

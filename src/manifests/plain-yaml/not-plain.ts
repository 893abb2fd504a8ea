/** The text says something that only the full YAML reader judges; what it makes of it is unknown here. */
export class NotPlain extends Error {}

/** @throws NotPlain */
export function notPlain(): never {
  throw new NotPlain("not plain YAML");
}

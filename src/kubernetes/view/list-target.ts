import type { Keyed } from "#kubernetes/objects/object-key.ts";

/** Takes all objects of a kind, one after the other; what was there and is still to come stays in view until the end. */
export interface ListTarget<T> {
  put(object: Keyed<T>): void;
  /** It was the whole list: what was there and was not put is gone. Not called for a list that breaks off. */
  complete(): void;
}

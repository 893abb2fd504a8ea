import { cutObject, shortestToCut } from "#kubernetes/objects/cut-object.ts";
import type { ObjectKey } from "#kubernetes/objects/object-key.ts";
import { toRawObject } from "#kubernetes/objects/raw-object.ts";
import { asStub } from "#model/kubernetes/stub.ts";
import type { Listing } from "./list-all.ts";

/** A kind whose objects cost a bounded time each: of what is larger a stub is kept, which stands for an object that nothing is decided by. */
export function boundedKind<T extends object, L extends Listing<T>>(kind: L, onTooCostly: (key: ObjectKey) => void): L {
  return {
    ...kind,
    read: (value: unknown, length?: number) => {
      // Counting costs as much as reading, and nearly every object is too short to hold so many values.
      if (length !== undefined && length < shortestToCut) return kind.read(value);
      const raw = toRawObject(value);
      const cut = raw && cutObject(raw.value);
      if (raw === undefined || cut === raw.value) return kind.read(value);
      const object = kind.read(cut);
      if (object === undefined) return undefined;
      onTooCostly(raw.key);
      return asStub(object);
    },
  };
}

import { type Keyed, type ObjectKey, pathOf } from "#kubernetes/objects/object-key.ts";
import type { WatchedKind } from "#kubernetes/objects/watched-kind.ts";
import { boundedKind } from "./bounded-kind.ts";
import { Reflector, type ReflectorTools } from "./reflector.ts";
import { wholeList } from "./whole-list.ts";

/** One kind beside the view: what only one feature reads, and nothing else depends on. */
export class WatchedObjects<T extends object> {
  readonly #optional: boolean;
  readonly #reflector: Reflector<T>;
  #objects = new Map<string, T>();

  constructor(kind: WatchedKind<T>, tools: ReflectorTools) {
    this.#optional = kind.optional;
    const target = {
      beginList: () =>
        wholeList<T>((objects) => {
          this.#objects = new Map(objects.map(({ key, object }) => [pathOf(key), object]));
        }),
      put: ({ key, object }: Keyed<T>): void => {
        this.#objects.set(pathOf(key), object);
      },
      remove: (key: ObjectKey): void => {
        this.#objects.delete(pathOf(key));
      },
    };
    this.#reflector = new Reflector(
      boundedKind(kind, () => {}),
      target,
      tools,
    );
  }

  start(): void {
    this.#reflector.start();
  }

  stop(): Promise<void> {
    return this.#reflector.stop();
  }

  get(key: ObjectKey): T | undefined {
    return this.#objects.get(pathOf(key));
  }

  /** As in the view: listed once, absent, or optional and forbidden. */
  synced(): boolean {
    const { synced, forbidden } = this.#reflector.status;
    return synced || (this.#optional && forbidden);
  }
}

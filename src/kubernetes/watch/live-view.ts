import type { ObjectKey } from "#kubernetes/objects/object-key.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { type KindRegistry, kindsIn } from "#kubernetes/view/kind-registry.ts";
import type { Kind } from "#kubernetes/view/kinds.ts";
import { ObjectStore } from "#kubernetes/view/object-store.ts";
import { boundedKind } from "./bounded-kind.ts";
import { Reflector, type ReflectorStatus, type ReflectorTools } from "./reflector.ts";

export interface LiveViewTools extends Omit<ReflectorTools, "onError"> {
  readonly kinds: KindRegistry;
  readonly onError?: ((kind: Kind, error: Error) => void) | undefined;
  /** Called for every list and event with an object of which only a stub is kept. */
  readonly onTooCostly?: ((kind: Kind, key: ObjectKey) => void) | undefined;
}

export interface KindStatus extends ReflectorStatus {
  readonly kind: Kind;
  readonly objects: number;
  /** How many of them are stubs. */
  readonly stubs: number;
}

/** The cluster as it is now: one store, kept in step by one reflector for each kind. */
export class LiveView {
  readonly #kinds: KindRegistry;
  readonly #store: ObjectStore;
  readonly #reflectors: ReadonlyMap<Kind, Reflector<unknown>>;

  constructor(tools: LiveViewTools) {
    this.#kinds = tools.kinds;
    this.#store = new ObjectStore(tools.kinds);
    const watched = kindsIn(tools.kinds).filter((kind) => tools.kinds[kind].watched);
    this.#reflectors = new Map(watched.map((kind) => [kind, reflectorOf(kind, this.#store, tools)]));
  }

  get view(): ClusterView {
    return this.#store;
  }

  /** The same with what only a store has: a walk over names, and word of every change. */
  get store(): Pick<ObjectStore, "names" | "observe"> & ClusterView {
    return this.#store;
  }

  start(): void {
    for (const reflector of this.#reflectors.values()) reflector.start();
  }

  /** Resolves when no request is under way anymore; the view keeps what it held. */
  async stop(): Promise<void> {
    await Promise.all([...this.#reflectors.values()].map((reflector) => reflector.stop()));
  }

  /**
   * Every kind has been listed once. One that need not be there may also be one that this user may not list,
   * so that a role which leaves it out cannot keep the webhook from starting.
   */
  synced(): boolean {
    return [...this.#reflectors].every(([kind, { status }]) => status.synced || (this.#kinds[kind].optional && status.forbidden));
  }

  status(): readonly KindStatus[] {
    return [...this.#reflectors].map(([kind, { status }]) => ({
      kind,
      objects: this.#store.count(kind),
      stubs: this.#store.stubs(kind),
      ...status,
    }));
  }
}

function reflectorOf<K extends Kind>(kind: K, store: ObjectStore, tools: LiveViewTools): Reflector<unknown> {
  const { kinds, onError, onTooCostly, ...others } = tools;
  return new Reflector(
    boundedKind(kinds[kind], (key) => onTooCostly?.(kind, key)),
    {
      beginList: () => store.beginList(kind),
      put: (object) => store.put(kind, object),
      remove: (key) => store.remove(kind, key),
    },
    { ...others, onError: (error) => onError?.(kind, error) },
  );
}

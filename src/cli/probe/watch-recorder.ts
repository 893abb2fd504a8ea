import type { Sleeper } from "#clock/clock.ts";
import { statusOf } from "#kubernetes/api/api-error.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import type { Keyed, ObjectKey } from "#kubernetes/objects/object-key.ts";
import { type Listing, listAll } from "#kubernetes/watch/list-all.ts";
import { Reflector } from "#kubernetes/watch/reflector.ts";
import { wholeList } from "#kubernetes/watch/whole-list.ts";
import type { EventRecorder } from "#probe/recording/event-recorder.ts";
import type { Interruption } from "#probe/recording/interruption.ts";

/** Turns what a watch delivers into lines. */
export interface Changes<T> {
  readonly interruption: Interruption;
  replaceAll(objects: readonly Keyed<T>[], heardMs?: number): void;
  put(object: Keyed<T>): void;
  remove(key: ObjectKey): void;
}

export interface WatchRecorderTools {
  readonly client: ApiClient;
  readonly clock: Sleeper;
  readonly random: () => number;
  /** Gives up what `start` waits for. */
  readonly stop: AbortSignal;
}

/** Records the objects of one listing by a watch that is taken up again whenever it is lost. */
export class WatchRecorder<T> implements EventRecorder {
  readonly problems: string[] = [];
  readonly #listing: Listing<T>;
  readonly #changes: Changes<T>;
  readonly #tools: WatchRecorderTools;
  /** Without permission, the probe runs without these objects. */
  readonly #optional: boolean;
  #reflector: Reflector<T> | undefined;
  #heardMs = 0;

  constructor(listing: Listing<T>, changes: Changes<T>, tools: WatchRecorderTools, optional: boolean) {
    this.#listing = listing;
    this.#changes = changes;
    this.#tools = tools;
    this.#optional = optional;
  }

  get interruptions(): EventRecorder["interruptions"] {
    return this.#changes.interruption;
  }

  /** @throws ApiError where the first list fails: nothing is known then, and nobody should wait for the end to learn that */
  async start(): Promise<void> {
    const { client, clock, stop } = this.#tools;
    try {
      this.#take((await listAll(client, this.#listing, stop))?.objects ?? []);
    } catch (error) {
      // Ended while the first list was read: what other recorders have by now is kept.
      if (this.#optional && stop.aborted) return;
      if (!this.#optional || statusOf(error) !== 403 || !(error instanceof Error)) throw error;
      this.problems.push(`${this.#listing.plural} are not recorded: ${error.message}`);
      return;
    }
    let relist = false;
    const reflector: Reflector<T> = new Reflector(
      this.#listing,
      {
        beginList: () =>
          wholeList((objects) => {
            // The reflector's own first list follows the one above at once.
            this.#take(objects, relist ? (reflector.status.lastEventAtMs ?? this.#heardMs) : undefined);
            relist = true;
          }),
        put: (object) => this.#changes.put(object),
        remove: (key) => this.#changes.remove(key),
      },
      {
        ...this.#tools,
        onError: () => {
          this.#changes.interruption.begin(clock.nowMs(), reflector.status.lastEventAtMs ?? this.#heardMs);
        },
      },
    );
    this.#reflector = reflector;
    reflector.start();
  }

  async stop(): Promise<void> {
    await this.#reflector?.stop();
    this.#changes.interruption.end(this.#tools.clock.nowMs());
  }

  #take(objects: readonly Keyed<T>[], heardMs?: number): void {
    this.#heardMs = this.#tools.clock.nowMs();
    if (heardMs === undefined) this.#changes.replaceAll(objects);
    else this.#changes.replaceAll(objects, heardMs);
  }
}

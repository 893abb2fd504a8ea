import type { Sleeper } from "#clock/clock.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import { queryOf, unreadIn } from "./list-all.ts";
import { linesOf, type WatchEvent, watchEventOf } from "./watch-stream.ts";

const SHORTEST_SECONDS = 240;
const SPREAD_SECONDS = 60;
/** What a server that ends its watch in time may be late by. */
const GRACE_MS = 15_000;

export interface WatchPlace {
  readonly path: string;
  readonly resourceVersion: string;
  readonly fieldSelector?: string | undefined;
  readonly labelSelector?: string | undefined;
  /** See {@link import("./list-all.ts").Listing.unread}. */
  readonly unread?: readonly string[] | undefined;
}

export interface WatchTools {
  readonly client: ApiClient;
  readonly clock: Sleeper;
  readonly random: () => number;
  /** Ends the watch, which then returns. */
  readonly signal: AbortSignal;
}

/**
 * Follows one watch to its end, which the server sets after 240 to 300 s: the spread keeps the watches of all replicas
 * from coming back at one moment. Returns when the watch ended as it should.
 * @throws ApiError, or Error where the connection broke, was silent for too long, or carried what is no event
 */
export async function watchOnce(place: WatchPlace, tools: WatchTools, onEvent: (event: WatchEvent) => void): Promise<void> {
  const { client, clock, random, signal } = tools;
  const timeoutSeconds = SHORTEST_SECONDS + Math.floor(random() * SPREAD_SECONDS);
  const silence = new SilenceAlarm(clock, timeoutSeconds * 1000 + GRACE_MS);
  const path = `${place.path}${queryOf({
    watch: "true",
    allowWatchBookmarks: "true",
    resourceVersion: place.resourceVersion,
    timeoutSeconds: String(timeoutSeconds),
    fieldSelector: place.fieldSelector,
    labelSelector: place.labelSelector,
  })}`;
  try {
    const response = await client.request(path, { signal: AbortSignal.any([signal, silence.signal]), silenceMs: 0 });
    for await (const line of linesOf(silence.heardIn(response.chunks), unreadIn(place))) onEvent(watchEventOf(line));
  } catch (error) {
    if (silence.signal.aborted) throw new Error("the watch was silent for longer than its server-side timeout", { cause: error });
    throw error;
  } finally {
    silence.end();
  }
}

/** A peer that vanished without closing leaves a connection that looks open; only the missing end of the watch tells. */
class SilenceAlarm {
  readonly #alarm = new AbortController();
  readonly #ended = new AbortController();
  readonly #clock: Sleeper;
  readonly #longestMs: number;
  #heardAtMs: number;

  constructor(clock: Sleeper, longestMs: number) {
    this.#clock = clock;
    this.#longestMs = longestMs;
    this.#heardAtMs = clock.nowMs();
    this.#listen().catch((error: unknown) => this.#alarm.abort(error));
  }

  get signal(): AbortSignal {
    return this.#alarm.signal;
  }

  end(): void {
    this.#ended.abort();
  }

  async *heardIn(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of chunks) {
      this.#heardAtMs = this.#clock.nowMs();
      yield chunk;
    }
  }

  async #listen(): Promise<void> {
    for (;;) {
      const leftMs = this.#heardAtMs + this.#longestMs - this.#clock.nowMs();
      if (leftMs <= 0) return this.#alarm.abort();
      await this.#clock.sleep(leftMs, this.#ended.signal);
      if (this.#ended.signal.aborted) return;
    }
  }
}

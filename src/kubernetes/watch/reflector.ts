import type { Sleeper } from "#clock/clock.ts";
import { ApiError, statusOf } from "#kubernetes/api/api-error.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import type { Keyed, ObjectKey } from "#kubernetes/objects/object-key.ts";
import type { ListTarget } from "#kubernetes/view/list-target.ts";
import { Backoff } from "./backoff.ts";
import { type ListEnd, type Listing, listEach } from "./list-all.ts";
import { type WatchPlace, watchOnce } from "./watch-once.ts";
import { MalformedEvent, type WatchEvent } from "./watch-stream.ts";

/** How often a kind that the server did not have is tried again. */
const ABSENT_MS = 30_000;
/** A watch that lasted this long was no failure, even if it brought nothing. */
const LASTING_MS = 5_000;

/** Receives what the cluster contains. Whatever it throws is counted and changes nothing else. */
export interface ReflectorTarget<T> {
  beginList(): ListTarget<T>;
  put(object: Keyed<T>): void;
  remove(key: ObjectKey): void;
}

export interface ReflectorTools {
  readonly client: ApiClient;
  readonly clock: Sleeper;
  /** Gives numbers from 0 up to, not including, 1. */
  readonly random: () => number;
  /** Called for every error, after it was counted. */
  readonly onError?: ((error: Error) => void) | undefined;
}

export interface ReflectorStatus {
  /** The target has received a complete list, or the server does not have the kind. */
  readonly synced: boolean;
  /** The last list was refused with 403. */
  readonly forbidden: boolean;
  /** The server does not have the kind. */
  readonly absent: boolean;
  /** Milliseconds since 1970 of the last sign of life: a list, an event or a bookmark. */
  readonly lastEventAtMs: number | undefined;
  /** Lists after the first. */
  readonly relists: number;
  readonly errors: number;
  readonly lastError: string | undefined;
}

/**
 * Keeps a target in step with all objects of one kind: a list, then watches that continue from where the last one ended,
 * and a new list where the server no longer knows that place (410).
 * It ends only by `stop`: every error leads to another try after a growing, random wait.
 */
export class Reflector<T> {
  readonly #listing: Listing<T>;
  readonly #target: ReflectorTarget<T>;
  readonly #tools: ReflectorTools;
  readonly #backoff: Backoff;
  /** Within a list, whose pages may be refused one by one. */
  readonly #pageBackoff: Backoff;
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #status: ReflectorStatus = {
    synced: false,
    forbidden: false,
    absent: false,
    lastEventAtMs: undefined,
    relists: 0,
    errors: 0,
    lastError: undefined,
  };

  constructor(listing: Listing<T>, target: ReflectorTarget<T>, tools: ReflectorTools) {
    this.#listing = listing;
    this.#target = target;
    this.#tools = tools;
    this.#backoff = new Backoff(tools.random);
    this.#pageBackoff = new Backoff(tools.random);
  }

  get status(): ReflectorStatus {
    return this.#status;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Resolves when nothing of it runs; the target receives nothing after that. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  get #stopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      try {
        const end = await this.#list();
        if (this.#stopped) return;
        if (end === undefined) await this.#wait(ABSENT_MS * (0.5 + this.#tools.random() / 2));
        else await this.#follow(end);
      } catch (error) {
        if (this.#stopped) return;
        this.#failed(error);
        await this.#wait(waitMs(error, this.#backoff));
      }
    }
  }

  async #list(): Promise<ListEnd | undefined> {
    let list: ListTarget<T> | undefined;
    const begin = (): ((object: Keyed<T>) => void) => {
      const begun = this.#target.beginList();
      list = begun;
      return (object) => {
        this.#pageBackoff.reset();
        if (!this.#stopped) this.#tell(() => begun.put(object));
      };
    };
    const busy = async (error: unknown): Promise<void> => {
      this.#failed(error);
      await this.#wait(waitMs(error, this.#pageBackoff));
    };
    const end = await listEach(this.#tools.client, this.#listing, { begin, busy }, this.#stopping.signal);
    if (this.#stopped) return end;
    // A kind that the server does not have is listed as empty.
    const listed = end === undefined || list === undefined ? this.#target.beginList() : list;
    this.#tell(() => listed.complete());
    this.#took(end);
    return end;
  }

  #took(listed: ListEnd | undefined): void {
    const { synced, absent, relists } = this.#status;
    this.#status = {
      ...this.#status,
      synced: true,
      forbidden: false,
      absent: listed === undefined,
      lastEventAtMs: this.#tools.clock.nowMs(),
      relists: synced && !(absent && listed === undefined) ? relists + 1 : relists,
    };
  }

  /** Returns where a new list is needed: the place is too old (410), the kind is gone (404), or the server was of no help. */
  async #follow({ path, resourceVersion }: ListEnd): Promise<void> {
    const { fieldSelector, labelSelector, unread } = this.#listing;
    const place = { path, resourceVersion, fieldSelector, labelSelector, unread };
    while (!this.#stopped) {
      const { failure, lasted } = await this.#watch(place);
      if (this.#stopped) return;
      if (lasted) this.#backoff.reset();
      const status = statusOf(failure);
      if (status === 404) return;
      const expected = failure === undefined || status === 410;
      if (!expected) this.#failed(failure);
      // Only an end that is neither early nor an error is followed by the next watch at once.
      if (!expected || !lasted) await this.#wait(waitMs(failure, this.#backoff));
      if (!goesOnFromHere(failure)) return;
    }
  }

  /** One watch, which moves `place` on; `lasted` if it brought something or held for a while. */
  async #watch(place: WatchPlace & { resourceVersion: string }): Promise<WatchEnd> {
    const { clock } = this.#tools;
    const startedAtMs = clock.nowMs();
    let heard = false;
    const onEvent = (event: WatchEvent): void => {
      if (this.#stopped) return;
      heard = true;
      this.#status = { ...this.#status, lastEventAtMs: clock.nowMs() };
      place.resourceVersion = event.resourceVersion ?? place.resourceVersion;
      if (event.type !== "bookmark") this.#tell(() => this.#pass(event));
    };
    const end = (failure: unknown): WatchEnd => ({ failure, lasted: heard || clock.nowMs() - startedAtMs >= LASTING_MS });
    try {
      await watchOnce(place, { ...this.#tools, signal: this.#stopping.signal }, onEvent);
      return end(undefined);
    } catch (error) {
      return end(error);
    }
  }

  #pass({ type, raw, length }: WatchEvent & { readonly type: "put" | "removed" }): void {
    const object = type === "put" ? this.#listing.read(raw.value, length) : undefined;
    if (object === undefined) this.#target.remove(raw.key);
    else this.#target.put({ key: raw.key, object });
  }

  #tell(change: () => void): void {
    try {
      change();
    } catch (error) {
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    const failure = error instanceof Error ? error : new Error(String(error));
    this.#status = {
      ...this.#status,
      forbidden: statusOf(error) === 403,
      errors: this.#status.errors + 1,
      lastError: failure.message,
    };
    try {
      this.#tools.onError?.(failure);
    } catch {
      // A log that cannot be written is no reason to stop watching.
    }
  }

  async #wait(ms: number): Promise<void> {
    await this.#tools.clock.sleep(ms, this.#stopping.signal);
  }
}

/** After what the server asks for (Retry-After, with 429), which is the same for everyone that it turned away: they spread over the time after it. */
function waitMs(failure: unknown, backoff: Backoff): number {
  const wished = failure instanceof ApiError && failure.failure.kind === "status" ? failure.failure.retryAfterMs : undefined;
  return (wished ?? 0) + backoff.next();
}

interface WatchEnd {
  /** Undefined where the server ended the watch in time. */
  readonly failure: unknown;
  readonly lasted: boolean;
}

/**
 * A connection that broke says nothing of the place in the stream, and a server that is busy or starting will know it later.
 * After any other answer only a list is sure: a server restored from a backup, for one, counts its versions from an earlier place.
 */
function goesOnFromHere(failure: unknown): boolean {
  if (failure instanceof MalformedEvent) return false;
  if (!(failure instanceof ApiError)) return true;
  switch (failure.failure.kind) {
    case "connection":
      return true;
    case "status":
      return failure.failure.status === 429 || failure.failure.status === 503;
    case "event":
      return false;
  }
}

import { contentHash } from "./content-hash.ts";
import type { EventNotice } from "./event-notice.ts";
import { eventReasons } from "./event-reasons.ts";

interface Given {
  readonly hash: string;
  readonly atMs: number;
}

/** The same again only after this time: Events live for an hour, and people look once a day. */
const againMs = 24 * 60 * 60_000;

/** Which notices were given about which workload, so that each is given once. */
export class GivenNotices {
  readonly #given = new Map<string, ReadonlyMap<string, Given>>();

  /**
   * Those of `notices` that say something new, and `TimingsHold` where warnings were given and there are none any more.
   * With `silent` none is, but all are remembered: somebody else gave them before this replica looked.
   */
  fresh(uid: string, notices: readonly EventNotice[], nowMs: number, silent: boolean): readonly EventNotice[] {
    const before = this.#given.get(uid) ?? new Map<string, Given>();
    const fresh = notices.filter(({ reason, hash }) => {
      const given = before.get(reason);
      return given === undefined || given.hash !== hash || nowMs - given.atMs >= againMs;
    });
    const after = new Map(notices.map((notice) => [notice.reason as string, given(notice, before, fresh, nowMs)]));
    const held = warns([...before.keys()]) && !warns([...after.keys()]);
    if (after.size === 0) this.#given.delete(uid);
    else this.#given.set(uid, after);
    if (silent) return [];
    return held ? [...fresh, hold] : fresh;
  }

  forget(uid: string): void {
    this.#given.delete(uid);
  }

  clear(): void {
    this.#given.clear();
  }
}

const given = (
  { reason, hash }: EventNotice,
  before: ReadonlyMap<string, Given>,
  fresh: readonly EventNotice[],
  nowMs: number,
): Given =>
  fresh.some((each) => each.reason === reason) ? { hash, atMs: nowMs } : (before.get(reason) ?? { hash, atMs: nowMs });

const warns = (reasons: readonly string[]): boolean =>
  reasons.some(
    (reason) => Object.hasOwn(eventReasons, reason) && eventReasons[reason as keyof typeof eventReasons].type === "Warning",
  );

const hold: EventNotice = {
  reason: "TimingsHold",
  note: "All timings of this workload hold now.",
  related: undefined,
  hash: contentHash("TimingsHold"),
};

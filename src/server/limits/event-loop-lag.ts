import type { Timers } from "#clock/clock.ts";

/** Notices when the process could not read what had arrived. */
export interface EventLoopLag {
  /** The earliest moment, by the clock's `monotonicMs`, at which something that is read now can have arrived. */
  arrivedMs(): number;
  /** The longest stall that ended in the last minute, in seconds. */
  longestSeconds(): number;
  stop(): void;
}

/**
 * Twenty wake-ups a second took 2.4 thousandths of a core while nothing happened, five take half a thousandth. A stall that stays
 * unnoticed, for as long as a beat and its tolerance, is far shorter than the least timeout of a webhook, which is a second.
 */
const beatMs = 200;

/** A beat that is late by less is no stall. */
const toleranceMs = 50;

const slotMs = 10_000;
const slots = 6;

/**
 * Node reads sockets only between two pieces of work, and the kernel does not say when data came in. A timer that fires late shows
 * that there was no reading since it fired before: whatever is read in the round of the event loop that follows may have waited since then.
 *
 * @param afterReading runs its argument after the round's sockets have been read
 */
export function watchEventLoop(
  clock: Timers,
  afterReading: (run: () => void) => void = (run) => void setImmediate(run),
): EventLoopLag {
  const longest = new LongestOfLastMinute();
  let beatAtMs = clock.monotonicMs();
  let stalledSinceMs: number | undefined;
  let cancel = (): void => {};
  const beat = (): void => {
    const nowMs = clock.monotonicMs();
    const lagMs = nowMs - beatAtMs - beatMs;
    longest.note(nowMs, Math.max(lagMs, 0));
    if (lagMs > toleranceMs) {
      stalledSinceMs = beatAtMs;
      afterReading(() => {
        stalledSinceMs = undefined;
      });
    }
    beatAtMs = nowMs;
    cancel = clock.after(beatMs, beat);
  };
  cancel = clock.after(beatMs, beat);
  return {
    arrivedMs: () => {
      const nowMs = clock.monotonicMs();
      return stalledSinceMs ?? (nowMs - beatAtMs > beatMs + toleranceMs ? beatAtMs : nowMs);
    },
    longestSeconds: () => longest.readMs(clock.monotonicMs()) / 1000,
    stop: () => cancel(),
  };
}

/** In slots of ten seconds, so that every scraper sees a stall and none takes it away from another. */
class LongestOfLastMinute {
  readonly #slots = new Map<number, number>();

  note(nowMs: number, ms: number): void {
    const slot = Math.floor(nowMs / slotMs);
    this.#slots.set(slot, Math.max(ms, this.#slots.get(slot) ?? 0));
    this.#forget(slot);
  }

  readMs(nowMs: number): number {
    this.#forget(Math.floor(nowMs / slotMs));
    return Math.max(0, ...this.#slots.values());
  }

  #forget(current: number): void {
    for (const slot of this.#slots.keys()) if (slot <= current - slots) this.#slots.delete(slot);
  }
}

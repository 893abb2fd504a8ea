import type { Timers } from "#clock/clock.ts";

export interface FakeClock extends Timers {
  /** Lets time pass and runs, in order, what was due in it. */
  advance(ms: number): void;
  /** Lets time pass in which nothing runs, as while the event loop is blocked. */
  block(ms: number): void;
  /** How many timers wait. */
  waiting(): number;
}

export function fakeClock(startMs = 1_800_000_000_000): FakeClock {
  let passedMs = 0;
  const timers = new Set<{ readonly atMs: number; readonly run: () => void }>();
  const nextUntil = (endMs: number) => [...timers].filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)[0];
  return {
    nowMs: () => startMs + passedMs,
    monotonicMs: () => passedMs,
    after: (delayMs, run) => {
      const timer = { atMs: passedMs + delayMs, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance: (ms) => {
      const endMs = passedMs + ms;
      for (let timer = nextUntil(endMs); timer !== undefined; timer = nextUntil(endMs)) {
        timers.delete(timer);
        passedMs = Math.max(passedMs, timer.atMs);
        timer.run();
      }
      passedMs = endMs;
    },
    block: (ms) => {
      passedMs += ms;
    },
    waiting: () => timers.size,
  };
}

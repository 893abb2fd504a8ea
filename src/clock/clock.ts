import { setTimeout as pause } from "node:timers/promises";

/** All time that the program knows, so that tests can make hours pass at once. */
export interface Clock {
  /** Wall time in milliseconds since 1970, for what is shown or compared with certificates. */
  nowMs(): number;
  /** Milliseconds that never run backwards, for durations and deadlines. */
  monotonicMs(): number;
  /** Runs `run` once after `delayMs`; the result cancels it. */
  after(delayMs: number, run: () => void): () => void;
  /** Resolves after `ms`, or as soon as `signal` is aborted; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** For what runs something later. */
export type Timers = Pick<Clock, "nowMs" | "monotonicMs" | "after">;

/** For loops that wait between two rounds. */
export type Sleeper = Pick<Clock, "nowMs" | "sleep">;

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
  sleep: async (ms, signal) => {
    try {
      await pause(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      if (signal?.aborted !== true) throw error;
    }
  },
};

/** Time as the server's timers and deadlines see it; tests bring a clock that they wind by hand. */
export interface Clock {
  /** Wall time in milliseconds since 1970, for what is compared with certificates. */
  nowMs(): number;
  /** Milliseconds that never run backwards, for durations and deadlines. */
  monotonicMs(): number;
  /** Runs `run` once after `delayMs`; the result takes it back. */
  after(delayMs: number, run: () => void): () => void;
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Time that passes as soon as somebody waits for it. */
export interface InstantClock {
  nowMs(): number;
  monotonicMs(): number;
  sleep(ms: number): Promise<void>;
  pass(ms: number): void;
  /** Every wait, in milliseconds. */
  readonly waits: readonly number[];
}

export function instantClock(startMs = 1_800_000_000_000): InstantClock {
  let passedMs = 0;
  const waits: number[] = [];
  return {
    waits,
    nowMs: () => startMs + passedMs,
    monotonicMs: () => passedMs,
    pass: (ms) => {
      passedMs += ms;
    },
    sleep: async (ms) => {
      waits.push(ms);
      passedMs += ms;
    },
  };
}

import type { Clock } from "#clock/clock.ts";
import { FakeClock } from "../kubernetes/watch/fake-clock.ts";

/** All of time, passing only when it is asked to. */
export class RunClock extends FakeClock implements Clock {
  monotonicMs(): number {
    return this.nowMs();
  }

  after(delayMs: number, run: () => void): () => void {
    const cancelled = new AbortController();
    void this.sleep(delayMs, cancelled.signal).then(() => {
      if (!cancelled.signal.aborted) run();
    });
    return () => cancelled.abort();
  }
}

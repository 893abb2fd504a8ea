import { setTimeout as realPause } from "node:timers/promises";
import type { Sleeper } from "#clock/clock.ts";

interface Timer {
  readonly atMs: number;
  readonly wake: () => void;
}

/** Time that passes only when told to. */
export class FakeClock implements Sleeper {
  #nowMs = 1_000_000;
  readonly #timers = new Set<Timer>();
  /** Every sleep that was asked for, in milliseconds. */
  readonly sleeps: number[] = [];

  nowMs(): number {
    return this.#nowMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.sleeps.push(ms);
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer: Timer = {
        atMs: this.#nowMs + ms,
        wake: () => {
          this.#timers.delete(timer);
          signal?.removeEventListener("abort", timer.wake);
          resolve();
        },
      };
      this.#timers.add(timer);
      signal?.addEventListener("abort", timer.wake);
    });
  }

  get sleeping(): number {
    return this.#timers.size;
  }

  advance(ms: number): void {
    this.#nowMs += ms;
    for (const timer of [...this.#timers]) if (timer.atMs <= this.#nowMs) timer.wake();
  }

  /**
   * Lets fake time pass, `stepMs` for each moment of real time, until `condition` holds. The moments get longer, because fake time that
   * outruns a busy machine would time out every request before its response.
   */
  async until(condition: () => boolean, stepMs = 50, what = condition.toString()): Promise<void> {
    for (let turn = 0; turn < 2_000; turn += 1) {
      if (condition()) return;
      await realPause(Math.min(50, 1 + turn / 20));
      this.advance(stepMs);
    }
    throw new Error(`never came: ${what}`);
  }
}

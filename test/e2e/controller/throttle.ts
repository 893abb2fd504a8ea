import type { Sleeper } from "#clock/clock.ts";

export interface ThrottleSettings {
  readonly perSecond: number;
  readonly burst: number;
}

/** `RegisterTargets|DeregisterTargets=4,20`: the controller's own limit for both together (docs/deploy/configurations.md of 3.5). */
export const registrationThrottle: ThrottleSettings = { perSecond: 4, burst: 20 };

/** A token bucket: `take` resolves when a call may be made. */
export class Throttle {
  readonly #settings: ThrottleSettings;
  readonly #clock: Sleeper;
  #tokens: number;
  #countedMs: number;

  constructor(settings: ThrottleSettings, clock: Sleeper) {
    this.#settings = settings;
    this.#clock = clock;
    this.#tokens = settings.burst;
    this.#countedMs = clock.nowMs();
  }

  async take(signal: AbortSignal): Promise<void> {
    const { perSecond, burst } = this.#settings;
    const nowMs = this.#clock.nowMs();
    this.#tokens = Math.min(burst, this.#tokens + ((nowMs - this.#countedMs) / 1000) * perSecond) - 1;
    this.#countedMs = nowMs;
    if (this.#tokens < 0) await this.#clock.sleep((-this.#tokens / perSecond) * 1000, signal);
  }
}

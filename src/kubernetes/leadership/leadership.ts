import type { Timers } from "#clock/clock.ts";

/** What says which replica leads: a Lease, in the product. */
export interface Elector {
  /** Renews what is held, or takes what is free; whether it is held afterwards. */
  take(): Promise<boolean>;
  /** Frees it where it is held. */
  release(): Promise<void>;
}

export interface LeadershipParts {
  readonly elector: Elector;
  readonly clock: Timers;
  /** How long others respect what is no longer renewed. */
  readonly durationMs: number;
  /** Between two renewals; far less than the duration. */
  readonly renewMs: number;
  readonly onChange: (leads: boolean) => void;
  /** Called for every failed renewal, of a server that stays away at each. */
  readonly onFailure: (error: unknown) => void;
}

/**
 * One of several replicas leads, for all that only one of them may do. Two never lead at a time: this replica stops at the latest
 * when three quarters of the duration have passed since it began its last renewal, and others wait for the whole of it.
 */
export class Leadership {
  readonly #parts: LeadershipParts;
  #renewedAtMs: number | undefined;
  #askedAtMs: number | undefined;
  #asking: Promise<boolean> | undefined;
  #leads = false;
  #stopped = false;
  #cancel = (): void => {};
  #ending: Promise<void> | undefined;

  constructor(parts: LeadershipParts) {
    this.#parts = parts;
  }

  /** Takes part until `stop`. */
  start(): void {
    const again = (): void => {
      if (this.#stopped) return;
      this.#cancel = this.#parts.clock.after(this.#parts.renewMs, () => {
        this.take().then(again, again);
      });
    };
    this.take().then(again, again);
  }

  /**
   * Whether this replica leads, after a renewal where one is due.
   * @throws what the elector throws, after which it may not act as the leader
   */
  take(): Promise<boolean> {
    if (this.#stopped) return Promise.resolve(false);
    this.#asking ??= this.#due()
      ? this.#renew().finally(() => {
          this.#asking = undefined;
        })
      : undefined;
    return this.#asking ?? Promise.resolve(this.leads());
  }

  leads(): boolean {
    return this.remainingMs() > 0;
  }

  /** How long this replica may still act as the leader without another renewal; 0 where it does not lead. */
  remainingMs(): number {
    if (this.#renewedAtMs === undefined || this.#stopped) return 0;
    const { clock, durationMs } = this.#parts;
    return Math.max(0, this.#renewedAtMs + durationMs * 0.75 - clock.monotonicMs());
  }

  /** Ends its part, and frees what it holds, so that the next replica need not wait. To be called when nobody acts on it any more. */
  stop(): Promise<void> {
    this.#ending ??= this.#end();
    return this.#ending;
  }

  async #end(): Promise<void> {
    this.#cancel();
    const held = this.#renewedAtMs !== undefined;
    const asking = this.#asking;
    this.#stopped = true;
    await asking?.catch(() => false);
    this.#note(false);
    if (held || asking !== undefined) await this.#parts.elector.release();
  }

  #due(): boolean {
    const { clock, renewMs } = this.#parts;
    // Who waits for its turn asks more often than who has it.
    const patienceMs = this.leads() ? renewMs / 2 : renewMs / 20;
    return this.#askedAtMs === undefined || clock.monotonicMs() - this.#askedAtMs >= patienceMs;
  }

  async #renew(): Promise<boolean> {
    const beganAtMs = this.#parts.clock.monotonicMs();
    try {
      const held = await this.#parts.elector.take();
      this.#renewedAtMs = held ? beganAtMs : undefined;
      this.#askedAtMs = beganAtMs;
    } catch (error) {
      // What was renewed before still counts for its time: others respect it for longer.
      this.#parts.onFailure(error);
      this.#note(this.leads());
      throw error;
    }
    this.#note(this.leads());
    return this.leads();
  }

  #note(leads: boolean): void {
    if (leads === this.#leads) return;
    this.#leads = leads;
    this.#parts.onChange(leads);
  }
}

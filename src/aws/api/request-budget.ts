/** How fast AWS is asked: one bucket of requests for everything, and pauses after refusals. */
import type { Clock } from "#clock/clock.ts";
import { AwsFailure, awsFailure } from "./aws-failure.ts";

export interface RequestBudgetChoice {
  readonly clock: Pick<Clock, "monotonicMs" | "sleep">;
  /** Gives numbers from 0 up to, not including, 1. */
  readonly random: () => number;
  readonly perSecond: number;
  /** Called after each request with its result. */
  readonly onRequest?: (operation: string, result: "ok" | AwsFailure["kind"]) => void;
}

/**
 * AWS gives an account and region 40 requests at once and 10 a second more for all `Describe…` calls together (ELB user guide, request
 * throttling), and the AWS Load Balancer Controller needs them too.
 */
const burst = 10;

/** One request takes at most so many attempts: throttling passes, and whoever waits for an address that does not respond learns of it. */
const attempts = { throttled: 5, unreachable: 3 } as const;
const firstPauseMs = 1_000;
const longestPauseMs = 60_000;

export class RequestBudget {
  readonly #choice: RequestBudgetChoice;
  #tokens = burst;
  #filledAtMs: number;
  /** Nothing is sent before this time. */
  #pausedUntilMs = 0;

  constructor(choice: RequestBudgetChoice) {
    this.#choice = choice;
    this.#filledAtMs = choice.clock.monotonicMs();
  }

  /**
   * Sends when the budget allows, and again after throttling and network errors. A pause after throttling holds up every request.
   * @throws AwsFailure
   */
  async send<T>(operation: string, request: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    for (let failures = 0; ; failures += 1) {
      await this.#turn(signal);
      if (signal?.aborted === true) throw new AwsFailure("other", operation, "stopped");
      try {
        const response = await request();
        this.#choice.onRequest?.(operation, "ok");
        return response;
      } catch (error) {
        const failure = awsFailure(error, operation);
        this.#choice.onRequest?.(operation, failure.kind);
        if (failures + 1 >= attemptsFor(failure)) throw failure;
        // A random part of a span that doubles, so that replicas do not come back together; never less than half of it.
        const span = Math.min(longestPauseMs, firstPauseMs * 2 ** failures);
        this.#pausedUntilMs = this.#choice.clock.monotonicMs() + span * (0.5 + this.#choice.random() / 2);
      }
    }
  }

  async #turn(signal: AbortSignal | undefined): Promise<void> {
    const { clock, perSecond } = this.#choice;
    for (;;) {
      if (signal?.aborted === true) return;
      const nowMs = clock.monotonicMs();
      this.#tokens = Math.min(burst, this.#tokens + ((nowMs - this.#filledAtMs) / 1000) * perSecond);
      this.#filledAtMs = nowMs;
      const pauseMs = this.#pausedUntilMs - nowMs;
      if (pauseMs <= 0 && this.#tokens >= 1) {
        this.#tokens -= 1;
        return;
      }
      await clock.sleep(Math.max(pauseMs, ((1 - this.#tokens) / perSecond) * 1000, 1), signal);
    }
  }
}

function attemptsFor({ kind }: AwsFailure): number {
  return kind === "throttled" || kind === "unreachable" ? attempts[kind] : 1;
}

/** Sends through a budget; what readers of facts are given. */
export type Send = <T>(operation: string, request: () => Promise<T>) => Promise<T>;

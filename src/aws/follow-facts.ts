/** What a webhook needs of AWS, read again and again in the background. */
import type { Clock } from "#clock/clock.ts";
import type { Seconds } from "#model/findings/seconds.ts";
import type { AwsFacts, AwsPreference } from "#model/load-balancers/aws-facts.ts";
import { type AwsFailure, awsFailure } from "./api/aws-failure.ts";
import type { OpenElbApi } from "./api/elb-api.ts";
import { RequestBudget, type RequestBudgetChoice } from "./api/request-budget.ts";
import { byRegion } from "./by-region.ts";
import { FactStore } from "./fact-store.ts";
import { readRegion } from "./reading/read-region.ts";
import { RegionApis } from "./region-apis.ts";

export interface FollowFactsChoice {
  readonly load: () => Promise<OpenElbApi>;
  /** ARNs that are needed now, the most needed first. */
  readonly wanted: () => readonly string[];
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
  readonly prefer: AwsPreference;
  /** What is older is read again. */
  readonly refresh: Seconds;
  readonly requestsPerSecond: number;
  readonly clock: Pick<Clock, "nowMs" | "monotonicMs" | "sleep">;
  readonly random: () => number;
  readonly onRequest?: RequestBudgetChoice["onRequest"];
  /** A failure that was not there in the round before. */
  readonly onFailure: (failure: AwsFailure) => void;
  /** The first round without a failure after one. */
  readonly onRecovered: () => void;
}

export interface FollowedFacts {
  /** With their ages as of now; never waits. */
  readonly facts: () => AwsFacts;
  readonly size: () => number;
  /** Seconds since the oldest value was read; undefined while there is none. */
  readonly oldestSeconds: () => number | undefined;
  /** Resolves when no request is under way anymore. */
  readonly stop: () => Promise<void>;
}

/** A new binding is looked for this often. */
const roundMs = 15_000;
/** While there are none, as before the first lists of a start. */
const idleRoundMs = 3_000;
/** So that one that comes meanwhile need not wait for all others. */
const mostPerRound = 200;
/** After failures rounds become rarer, up to this. */
const longestRoundMs = 15 * 60_000;
/** Whoever writes an ARN that does not exist must not make us request it all the time. */
const missingRefreshFactor = 4;

export function followFacts(choice: FollowFactsChoice): FollowedFacts {
  const { clock, random, prefer } = choice;
  const stopping = new AbortController();
  const { signal } = stopping;
  const store = new FactStore();
  const rounds = new Rounds(choice, store, signal);
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      const restMs = await rounds.next();
      await clock.sleep(restMs * (0.75 + random() / 2), signal);
    }
    rounds.close();
  };
  const running = run();
  return {
    facts: () => store.factsAt(clock.nowMs(), prefer),
    size: () => store.size,
    oldestSeconds: () => {
      const oldest = store.oldestMs(clock.nowMs());
      return oldest === undefined ? undefined : oldest / 1000;
    },
    stop: () => {
      stopping.abort();
      return running;
    },
  };
}

class Rounds {
  readonly #choice: FollowFactsChoice;
  readonly #store: FactStore;
  readonly #signal: AbortSignal;
  readonly #apis: RegionApis;
  readonly #budget: RequestBudget;
  #failuresBefore: ReadonlySet<string> = new Set();
  #failedRounds = 0;

  constructor(choice: FollowFactsChoice, store: FactStore, signal: AbortSignal) {
    const { clock, random, load, endpoint, requestsPerSecond: perSecond, onRequest } = choice;
    this.#choice = choice;
    this.#store = store;
    this.#signal = signal;
    this.#apis = new RegionApis(load, endpoint);
    this.#budget = new RequestBudget({ clock, random, perSecond, ...(onRequest === undefined ? {} : { onRequest }) });
  }

  /** Reads what is due. Gives the milliseconds to rest before the next round, without jitter. */
  async next(): Promise<number> {
    const { wanted, clock, refresh, region: only } = this.#choice;
    const arns = wanted();
    this.#store.retain(new Set(arns));
    const failures = new Map<string, AwsFailure>();
    for (const [region, due] of byRegion(dueArns(arns, this.#store, clock.nowMs(), refresh), only)) {
      await this.#read(region, due, (failure) => void failures.set(`${failure.kind} ${failure.operation}`, failure));
    }
    this.#report(failures);
    this.#failedRounds = failures.size === 0 ? 0 : this.#failedRounds + 1;
    return Math.min(longestRoundMs, (arns.length === 0 ? idleRoundMs : roundMs) * 2 ** Math.min(this.#failedRounds, 10));
  }

  close(): void {
    this.#apis.close();
  }

  async #read(region: string, arns: readonly string[], onFailure: (failure: AwsFailure) => void): Promise<void> {
    try {
      await readRegion(arns, {
        api: await this.#apis.of(region),
        send: (operation, request) => this.#budget.send(operation, request, this.#signal),
        onRead: (arn, answer) => this.#store.put(arn, answer, this.#choice.clock.nowMs()),
        onFailure,
      });
    } catch (error) {
      if (!this.#signal.aborted) onFailure(awsFailure(error, "DescribeTargetGroups"));
    }
  }

  #report(failures: ReadonlyMap<string, AwsFailure>): void {
    for (const [key, failure] of failures) if (!this.#failuresBefore.has(key)) this.#choice.onFailure(failure);
    if (failures.size === 0 && this.#failuresBefore.size > 0) this.#choice.onRecovered();
    this.#failuresBefore = new Set(failures.keys());
  }
}

/** Those never read first, in their order, then the oldest. */
export function dueArns(
  arns: readonly string[],
  store: Pick<FactStore, "ageMs" | "exists">,
  nowMs: number,
  refresh: Seconds,
): readonly string[] {
  const dueMs = (arn: string): number => refresh * 1000 * (store.exists(arn) ? 1 : missingRefreshFactor);
  const aged = arns.map((arn) => ({ arn, ageMs: store.ageMs(arn, nowMs) ?? Number.POSITIVE_INFINITY }));
  return aged
    .filter(({ arn, ageMs }) => ageMs >= dueMs(arn))
    .sort((a, b) => (a.ageMs === b.ageMs ? 0 : b.ageMs - a.ageMs))
    .slice(0, mostPerRound)
    .map(({ arn }) => arn);
}

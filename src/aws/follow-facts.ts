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
  /** The same without ages, for answers that are kept until a value changes. */
  readonly timelessFacts: () => AwsFacts;
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
/** After failures a region is asked more and more rarely, down to once in this time. */
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
    timelessFacts: () => store.factsAt(undefined, prefer),
    size: () => store.known,
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

/** AWS counts requests by region, and a region that fails, or that somebody made up, must not hold up another. */
interface RegionState {
  readonly budget: RequestBudget;
  failedRounds: number;
  /** Monotonic milliseconds. */
  notBeforeMs: number;
  failures: ReadonlySet<string>;
}

class Rounds {
  readonly #choice: FollowFactsChoice;
  readonly #store: FactStore;
  readonly #signal: AbortSignal;
  readonly #apis: RegionApis;
  readonly #regions = new Map<string, RegionState>();

  constructor(choice: FollowFactsChoice, store: FactStore, signal: AbortSignal) {
    this.#choice = choice;
    this.#store = store;
    this.#signal = signal;
    this.#apis = new RegionApis(choice.load, choice.endpoint);
  }

  /** Reads what is due. Gives the milliseconds to rest before the next round, without jitter. */
  async next(): Promise<number> {
    const { wanted, clock, refresh, region: only } = this.#choice;
    const arns = wanted();
    this.#store.retain(new Set(arns));
    const ofRegions = byRegion(arns, only);
    for (const region of this.#regions.keys()) if (!ofRegions.has(region)) this.#regions.delete(region);
    for (const [region, ofRegion] of ofRegions) {
      const due = dueArns(ofRegion, this.#store, clock.nowMs(), refresh);
      if (due.length > 0) await this.#read(region, due);
    }
    return arns.length === 0 ? idleRoundMs : roundMs;
  }

  close(): void {
    this.#apis.close();
  }

  async #read(region: string, arns: readonly string[]): Promise<void> {
    const { clock, random } = this.#choice;
    const state = this.#stateOf(region);
    if (clock.monotonicMs() < state.notBeforeMs) return;
    const failures = new Map<string, AwsFailure>();
    const onFailure = (failure: AwsFailure): void => void failures.set(`${failure.kind} ${failure.operation}`, failure);
    try {
      await readRegion(arns, {
        api: await this.#apis.of(region),
        send: (operation, request) => state.budget.send(operation, request, this.#signal),
        onRead: (arn, answer) => this.#store.put(arn, answer, clock.nowMs()),
        onFailure,
      });
    } catch (error) {
      if (this.#signal.aborted) return;
      onFailure(awsFailure(error, "DescribeTargetGroups"));
    }
    this.#report(state, failures);
    state.failedRounds = failures.size === 0 ? 0 : state.failedRounds + 1;
    const span = Math.min(longestRoundMs, roundMs * 2 ** Math.min(state.failedRounds, 10));
    state.notBeforeMs = failures.size === 0 ? 0 : clock.monotonicMs() + span * (0.75 + random() / 2);
  }

  #report(state: RegionState, failures: ReadonlyMap<string, AwsFailure>): void {
    for (const [key, failure] of failures) if (!state.failures.has(key)) this.#choice.onFailure(failure);
    if (failures.size === 0 && state.failures.size > 0) this.#choice.onRecovered();
    state.failures = new Set(failures.keys());
  }

  #stateOf(region: string): RegionState {
    const known = this.#regions.get(region);
    if (known !== undefined) return known;
    const { clock, random, requestsPerSecond: perSecond, onRequest } = this.#choice;
    const budget = new RequestBudget({ clock, random, perSecond, ...(onRequest === undefined ? {} : { onRequest }) });
    const state: RegionState = { budget, failedRounds: 0, notBeforeMs: 0, failures: new Set() };
    this.#regions.set(region, state);
    return state;
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

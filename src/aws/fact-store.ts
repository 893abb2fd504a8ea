/** What AWS said last about each target group, and when. Kept however old it is: an old value is better than a guess, and its age is shown. */
import { seconds } from "#model/findings/seconds.ts";
import type { AwsFact, AwsFacts, AwsPreference, AwsTargetGroup } from "#model/load-balancers/aws-facts.ts";

/** `missing`: AWS knows no such target group. `unknown`: it is another account's, about which this one learns nothing. */
type Answer = AwsTargetGroup | "missing" | "unknown";

interface Entry {
  readonly answer: Answer;
  readonly readAtMs: number;
}

/** Ages are given in steps, so that decisions can be kept for as long as a step. */
const stepMs = 10_000;

export class FactStore {
  readonly #entries = new Map<string, Entry>();
  /** Counts changes of values; that a value was read again shows with the next step. */
  #changes = 0;

  get size(): number {
    return this.#entries.size;
  }

  /** Target groups of which AWS gave the values. */
  get known(): number {
    return [...this.#entries.values()].filter(({ answer }) => typeof answer === "object").length;
  }

  put(arn: string, answer: Answer, nowMs: number): void {
    const known = this.#entries.get(arn);
    if (known === undefined || JSON.stringify(known.answer) !== JSON.stringify(answer)) this.#changes += 1;
    this.#entries.set(arn, { answer, readAtMs: nowMs });
  }

  /** Forgets all others. */
  retain(arns: ReadonlySet<string>): void {
    for (const arn of this.#entries.keys()) {
      if (arns.has(arn)) continue;
      this.#entries.delete(arn);
      this.#changes += 1;
    }
  }

  /** Milliseconds since it was read; undefined where it never was. */
  ageMs(arn: string, nowMs: number): number | undefined {
    const entry = this.#entries.get(arn);
    return entry === undefined ? undefined : Math.max(0, nowMs - entry.readAtMs);
  }

  exists(arn: string): boolean {
    return typeof this.#entries.get(arn)?.answer === "object";
  }

  /** Undefined while nothing was read. */
  oldestMs(nowMs: number): number | undefined {
    let oldest: number | undefined;
    for (const { readAtMs } of this.#entries.values()) oldest = Math.min(oldest ?? readAtMs, readAtMs);
    return oldest === undefined ? undefined : Math.max(0, nowMs - oldest);
  }

  /** The facts with their ages at a time, given in milliseconds since 1970; without ages for undefined, so that only values change them. */
  factsAt(nowMs: number | undefined, prefer: AwsPreference): AwsFacts {
    const atMs = nowMs === undefined ? undefined : nowMs - (nowMs % stepMs);
    const revision = `${this.#changes} ${atMs ?? ""}`;
    return {
      prefer,
      revision: () => revision,
      targetGroup: (arn): AwsFact | undefined => {
        const entry = this.#entries.get(arn);
        if (entry === undefined || entry.answer === "unknown") return undefined;
        const age = atMs === undefined ? undefined : seconds(Math.floor(Math.max(0, atMs - entry.readAtMs) / 1000));
        return entry.answer === "missing" ? { exists: false, age } : { exists: true, targetGroup: entry.answer, age };
      },
    };
  }
}

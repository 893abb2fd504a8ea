import type { Verdict } from "#trace/attribution/attribute.ts";
import { confidences } from "#trace/attribution/cause.ts";
import { type Shown, ShownTexts } from "#trace/logs/shown-texts.ts";
import { targetMoment } from "#trace/logs/target-moment.ts";
import {
  type Fate,
  fateUnder,
  type PolicyTimes,
  type Savings,
  sleepThatSaves,
  type UsualDurations,
} from "#trace/measures/savings.ts";
import { Sketch } from "#trace/measures/sketch.ts";
import { exampleOf } from "./example.ts";
import type { CauseReport, ShownReport } from "./report.ts";

const mostExamples = 5;
const mostShown = 10;

/** Failures of one group and one cause at one confidence. */
interface Tally {
  readonly first: Verdict;
  count: number;
  readonly incidents: Set<number>;
  /** Those that came first, in the order of their arrival. */
  examples: Verdict[];
  sleepSeconds: number | null;
}

/** The failures of one group by cause, and what each policy would have made of them. Failures can be added in any order. */
export class CauseCounts {
  readonly #tallies = new Map<string, Tally>();
  readonly #policies: readonly PolicyTimes[];
  readonly #durations: UsualDurations;
  readonly #shown: ShownTexts;
  readonly #losses: Readonly<Record<Shown, Map<string, number>>> = { path: new Map(), client: new Map() };
  readonly #fates: readonly Record<Fate, number>[];
  /** How old requests were when they were cut. */
  readonly cut = new Sketch();
  failed = 0;
  lost = 0;

  constructor(policies: readonly PolicyTimes[], durations: UsualDurations, shown = new ShownTexts()) {
    this.#shown = shown;
    this.#policies = policies;
    this.#durations = durations;
    this.#fates = policies.map(() => ({ saved: 0, "saved-if-draining": 0, "not-saved": 0 }));
  }

  add(verdict: Verdict, weight: number): void {
    this.failed += weight;
    if (isLoss(verdict)) {
      this.lost += weight;
      this.#note("path", verdict.given.failure.pathHash, weight);
      this.#note("client", verdict.given.failure.clientHash, weight);
      this.#policies.forEach((policy, at) => {
        const fates = this.#fates[at];
        if (fates !== undefined) fates[fateUnder(verdict, policy, this.#durations)] += weight;
      });
    }
    if (wasCut(verdict)) this.cut.add(verdict.given.durationMs);
    this.#tally(verdict, weight);
  }

  #note(what: Shown, hash: number, weight: number): void {
    const name = this.#shown.of(what, hash);
    if (name !== undefined) this.#losses[what].set(name, (this.#losses[what].get(name) ?? 0) + weight);
  }

  /** Undefined where it is not to be shown. */
  shownBy(what: Shown): readonly ShownReport[] | undefined {
    if (!this.#shown.choices.has(what)) return undefined;
    const rows = [...this.#losses[what]].map(([name, lost]) => ({ name, lost }));
    return rows.sort((a, b) => b.lost - a.lost || (a.name < b.name ? -1 : 1)).slice(0, mostShown);
  }

  #tally(verdict: Verdict, weight: number): void {
    const key = `${verdict.rule.number}:${verdict.confidence}:${verdict.hiddenLoss}`;
    const tally: Tally = this.#tallies.get(key) ?? {
      first: verdict,
      count: 0,
      incidents: new Set(),
      examples: [],
      sleepSeconds: 0,
    };
    this.#tallies.set(key, tally);
    const { target, doneMs, id } = verdict.given.failure;
    tally.count += weight;
    tally.incidents.add(target < 0 ? -id : targetMoment(target, Math.round(doneMs / 10)));
    const sleep = sleepThatSaves(verdict, this.#durations);
    tally.sleepSeconds = sleep === undefined || tally.sleepSeconds === null ? null : Math.max(tally.sleepSeconds, sleep);
    tally.examples = earliest(tally.examples, verdict);
  }

  savings(): readonly Savings[] {
    return this.#policies.map(({ policy, preStopSeconds, graceSeconds }, at) => ({
      policy,
      preStopSeconds,
      graceSeconds,
      saved: this.#fates[at]?.saved ?? 0,
      savedIfDraining: this.#fates[at]?.["saved-if-draining"] ?? 0,
      notSaved: this.#fates[at]?.["not-saved"] ?? 0,
    }));
  }

  of(cause: CauseReport["cause"]): number {
    return [...this.#tallies.values()].reduce((sum, { first, count }) => sum + (first.rule.cause === cause ? count : 0), 0);
  }

  /** Lost requests first, then by count, then by rule. */
  report(): readonly CauseReport[] {
    const tallies = [...this.#tallies.values()];
    const lossFirst = (tally: Tally): number => (isLoss(tally.first) ? 0 : 1);
    tallies.sort(
      (a, b) =>
        lossFirst(a) - lossFirst(b) ||
        b.count - a.count ||
        a.first.rule.number - b.first.rule.number ||
        confidences.indexOf(a.first.confidence) - confidences.indexOf(b.first.confidence),
    );
    return tallies.map(({ first, count, incidents, examples, sleepSeconds }) => ({
      rule: first.rule.number,
      cause: first.rule.cause,
      title: first.hiddenLoss ? "client gave up on a Pod that had ended" : first.rule.title,
      weight: first.hiddenLoss ? "termination" : first.rule.weight,
      confidence: first.confidence,
      count,
      incidents: incidents.size,
      remedy: first.hiddenLoss ? "a preStop sleep that covers propagation" : first.rule.remedy,
      savedBySleep: sleepSeconds,
      examples: examples.map((example) => exampleOf(example, this.#shown)),
    }));
  }
}

export const isLoss = ({ rule, hiddenLoss }: Verdict): boolean => hiddenLoss || rule.weight !== "none";

/** Requests whose age says only that they would have taken longer. */
const wasCut = ({ rule }: Verdict): boolean =>
  rule.cause === "killed-at-grace-end" ||
  rule.cause === "exited-with-requests" ||
  rule.cause === "delay-elapsed" ||
  rule.cause === "crash" ||
  rule.cause === "idle-timeout";

function earliest(examples: readonly Verdict[], verdict: Verdict): Verdict[] {
  const before = (a: Verdict, b: Verdict): number =>
    a.given.failure.createdMs - b.given.failure.createdMs || a.given.failure.id - b.given.failure.id;
  return [...examples, verdict].sort(before).slice(0, mostExamples);
}

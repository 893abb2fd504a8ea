import type { ContainerReport, Fact, PodTerms } from "./fact.ts";
import type { ContainerEnd, Life, Moment } from "./life.ts";

type PodFact = Exclude<Fact, { readonly what: "registered" | "deregistered" }>;

/** What is known about one Pod, from its facts in the order of their times. */
export class PodHistory {
  readonly pod: string;
  uid: string | undefined;
  address: string | undefined;
  #first: Moment | undefined;
  #deleted: Moment | undefined;
  #terms: PodTerms = { graceSeconds: undefined, preStopSeconds: undefined };
  #gone: Moment | undefined;
  /** By container and moment: statuses report the same end many times. */
  readonly #ends = new Map<string, Map<number, ContainerEnd>>();
  #endSource: Moment["source"] = "audit-log";

  constructor(pod: string) {
    this.pod = pod;
  }

  /** Whether a fact is about this Pod and not about another one of the same name, as those of a StatefulSet are. */
  accepts(fact: PodFact): boolean {
    if (this.uid !== undefined && fact.uid !== undefined) return this.uid === fact.uid;
    return this.#gone === undefined || fact.what === "gone";
  }

  take(fact: PodFact): void {
    this.uid ??= fact.uid;
    this.address ??= fact.address;
    switch (fact.what) {
      case "seen":
        this.#first ??= fact.moment;
        this.#learn(fact.terms);
        return;
      case "deleted":
        // The first one counts: later ones shorten the grace period or confirm the end.
        this.#deleted = sharper(this.#deleted, fact.moment);
        this.#learn(fact.terms);
        return;
      case "containers":
        this.#endSource = fact.moment.source;
        for (const container of fact.containers) this.#ended(container);
        return;
      case "gone":
        this.#gone ??= fact.moment;
    }
  }

  #learn(terms: PodTerms | undefined): void {
    this.#terms = {
      graceSeconds: this.#terms.graceSeconds ?? terms?.graceSeconds,
      preStopSeconds: this.#terms.preStopSeconds ?? terms?.preStopSeconds,
    };
  }

  #ended({ name, runningSinceMs, terminated, lastTerminated }: ContainerReport): void {
    const ends = this.#ends.get(name) ?? new Map<number, ContainerEnd>();
    this.#ends.set(name, ends);
    if (terminated !== undefined) {
      const { finishedMs, exitCode, reason } = terminated;
      const startedAgainMs = ends.get(finishedMs)?.startedAgainMs;
      ends.set(finishedMs, { endMs: finishedMs, startedAgainMs, exitCode, reason });
    }
    if (lastTerminated !== undefined) {
      const { finishedMs, exitCode, reason } = lastTerminated;
      const startedAgainMs = runningSinceMs ?? ends.get(finishedMs)?.startedAgainMs;
      ends.set(finishedMs, { endMs: finishedMs, startedAgainMs, exitCode, reason });
    }
  }

  /** Undefined where no source names the address. */
  life(): Life | undefined {
    if (this.address === undefined) return undefined;
    const final: ContainerEnd[] = [];
    const restarts: ContainerEnd[] = [];
    for (const ends of this.#ends.values()) {
      const sorted = [...ends.values()].sort((a, b) => a.endMs - b.endMs);
      for (const [at, end] of sorted.entries()) (this.#isFinal(end, at === sorted.length - 1) ? final : restarts).push(end);
    }
    const lastEnd = final.sort((a, b) => a.endMs - b.endMs).at(-1);
    const ended: Moment | undefined =
      lastEnd === undefined ? this.#gone : { atMs: lastEnd.endMs, spreadMs: 1000, source: this.#endSource };
    return {
      address: this.address,
      pod: this.pod,
      started: this.#first,
      deleted: this.#deleted,
      ...this.#terms,
      ended,
      lastEnd,
      restarts: restarts.sort((a, b) => a.endMs - b.endMs),
      deregistrations: [],
    };
  }

  /** A container that ends before the Pod is deleted is started again. */
  #isFinal({ endMs, startedAgainMs }: ContainerEnd, last: boolean): boolean {
    if (!last || startedAgainMs !== undefined) return false;
    return this.#deleted === undefined ? this.#gone !== undefined : endMs >= this.#deleted.atMs - 1000;
  }
}

/** The first one, unless another one says more exactly when within it. */
const sharper = (known: Moment | undefined, next: Moment): Moment =>
  known === undefined || (next.spreadMs < known.spreadMs && next.atMs >= known.atMs && next.atMs <= known.atMs + known.spreadMs)
    ? next
    : known;

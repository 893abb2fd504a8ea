import { FailureStore } from "#trace/logs/failure-store.ts";
import { emptyTables } from "#trace/logs/log-tables.ts";
import { RequestLog } from "#trace/logs/request-log.ts";
import { Sketch } from "#trace/measures/sketch.ts";
import type { AcceptedStatuses } from "./accepted-statuses.ts";
import type { ConnectionKind, Outcome, RequestError } from "./outcome.ts";
import { OutcomeRows } from "./outcome-rows.ts";
import { RecentCounts } from "./recent-counts.ts";

/** Of some of the requests. */
export interface Counts {
  requests: number;
  failed: number;
}

const newCounts = (): Counts => ({ requests: 0, failed: 0 });

/** Failures that are kept for the search for their causes; beyond them a sample is. */
const mostFailures = 100_000;
/** A load balancer's name can have other addresses every minute. */
const mostAddresses = 100;
const wholeTime = { sinceMs: Number.NEGATIVE_INFINITY, untilMs: Number.POSITIVE_INFINITY };

/** The results of a probe as counts and histograms: what it keeps does not grow with the number of requests, only with that of failures, up to a limit. */
export class Tally {
  readonly log = new RequestLog(emptyTables(), () => [], wholeTime, new FailureStore(mostFailures));
  readonly #rows: OutcomeRows;
  readonly #accepted: AcceptedStatuses;
  readonly #statuses = new Map<number, number>();
  readonly #addresses = new Map<string, Counts & { readonly durations: Sketch }>();
  readonly #errors = new Map<RequestError, number>();
  readonly connections = { fresh: newCounts(), kept: newCounts() } as const satisfies Record<ConnectionKind, Counts>;
  /** Of successful requests. */
  readonly durations = new Sketch();
  readonly recent = new RecentCounts();
  requests = 0;
  failed = 0;
  /** Responses by the load balancer itself, by its `Server` header. */
  fromLoadBalancer = 0;
  redirects = 0;
  /** Responses below 500 whose status is not accepted: no load balancer failed, and no cause is looked for. */
  unaccepted = 0;

  constructor(host: string, accepted: AcceptedStatuses) {
    this.#rows = new OutcomeRows(this.log.tables, host);
    this.#accepted = accepted;
  }

  get statuses(): ReadonlyMap<number, number> {
    return this.#statuses;
  }

  get addresses(): ReadonlyMap<string, Readonly<Counts> & { readonly durations: Sketch }> {
    return this.#addresses;
  }

  errors(kind: RequestError): number {
    return this.#errors.get(kind) ?? 0;
  }

  succeeded(outcome: Outcome): boolean {
    return outcome.error === undefined && this.#accepted.accepts(outcome.status);
  }

  add(outcome: Outcome): void {
    const failed = !this.succeeded(outcome);
    const address = this.#countsOf(outcome.address);
    this.#count(outcome, failed, address);
    if (failed) this.#failed(outcome);
    else {
      this.durations.add(outcome.durationMs);
      address.durations.add(outcome.durationMs);
    }
    this.recent.add(outcome.sentMs + outcome.durationMs, failed);
    // A status that is accepted is no failure, whatever it is.
    this.log.take(this.#rows.row(failed || outcome.status < 500 ? outcome : { ...outcome, status: 200 }));
  }

  #count({ connection, error, status, responder }: Outcome, failed: boolean, address: Counts): void {
    const { fresh, kept } = this.connections;
    this.requests += 1;
    for (const counts of [connection === "fresh" ? fresh : kept, address]) {
      counts.requests += 1;
      counts.failed += failed ? 1 : 0;
    }
    if (error === undefined) this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    if (responder === "load-balancer") this.fromLoadBalancer += 1;
    if (status >= 300 && status < 400) this.redirects += 1;
  }

  #failed({ error, status }: Outcome): void {
    this.failed += 1;
    if (error !== undefined) this.#errors.set(error, this.errors(error) + 1);
    else if (status < 500) this.unaccepted += 1;
  }

  #countsOf(address: string): Counts & { readonly durations: Sketch } {
    const name = this.#addresses.has(address) || this.#addresses.size < mostAddresses ? address : "others";
    const known = this.#addresses.get(name) ?? { requests: 0, failed: 0, durations: new Sketch() };
    this.#addresses.set(name, known);
    return known;
  }
}

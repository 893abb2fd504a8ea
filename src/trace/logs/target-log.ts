import type { AccessRow } from "./access-row.ts";
import { type LifeWatch, watchRow } from "./life-watch.ts";
import { SlotMap } from "./slot-map.ts";
import type { SlotPages } from "./slot-pages.ts";

/** What the log says about one target of one group. */
export class TargetLog {
  readonly number: number;
  readonly group: number;
  /** `10.0.2.61:8080`, or whatever the log names. */
  readonly name: string;
  readonly watches: readonly LifeWatch[];
  readonly arrivals: SlotMap;
  readonly answers: SlotMap;
  requests = 0;
  failures = 0;
  firstSentMs = Number.POSITIVE_INFINITY;
  lastSentMs = Number.NEGATIVE_INFINITY;
  firstAnswerMs = Number.POSITIVE_INFINITY;
  lastAnswerMs = Number.NEGATIVE_INFINITY;

  constructor(number: number, group: number, name: string, watches: readonly LifeWatch[], pages: SlotPages) {
    this.arrivals = new SlotMap(pages);
    this.answers = new SlotMap(pages);
    this.number = number;
    this.group = group;
    this.name = name;
    this.watches = watches;
  }

  take(row: AccessRow): void {
    this.requests += 1;
    this.arrivals.mark(row.createdMs);
    if (row.createdMs < this.firstSentMs) this.firstSentMs = row.createdMs;
    if (row.createdMs > this.lastSentMs) this.lastSentMs = row.createdMs;
    if (row.targetStatus >= 0) this.#answered(row.doneMs);
    if (this.watches.length > 0) watchRow(this.watches, row);
  }

  #answered(ms: number): void {
    this.answers.mark(ms);
    if (ms < this.firstAnswerMs) this.firstAnswerMs = ms;
    if (ms > this.lastAnswerMs) this.lastAnswerMs = ms;
  }

  get address(): string {
    return addressOf(this.name);
  }
}

/** Without the port; an IPv6 address may stand in brackets. */
export function addressOf(name: string): string {
  const colon = name.lastIndexOf(":");
  const host = colon > 0 ? name.slice(0, colon) : name;
  return host.startsWith("[") && host.endsWith("]") ? host.slice(1, -1) : host;
}

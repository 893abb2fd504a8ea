import type { Life } from "#trace/events/life.ts";
import type { AccessRow } from "./access-row.ts";

/** What the log says about one life of a target: a stretch of time in which one Pod had the address. Moments are milliseconds. */
export interface LifeWatch {
  readonly life: Life;
  /** The moment from which use of the target is measured: deletion of the Pod, else its deregistration. */
  readonly referenceMs: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** Requests sent to the target in the minute before the reference. */
  before: number;
  firstSentMs: number;
  /** Of the arrivals from the reference on. */
  lastSentMs: number;
  sentAfter: number;
  firstAnswerMs: number;
  lastAnswerMs: number;
  readonly lastSentByNode: Map<number, number>;
}

export const watchLife = (life: Life, referenceMs: number, fromMs: number, toMs: number): LifeWatch => ({
  life,
  referenceMs,
  fromMs,
  toMs,
  before: 0,
  firstSentMs: Number.POSITIVE_INFINITY,
  lastSentMs: Number.NEGATIVE_INFINITY,
  sentAfter: 0,
  firstAnswerMs: Number.POSITIVE_INFINITY,
  lastAnswerMs: Number.NEGATIVE_INFINITY,
  lastSentByNode: new Map(),
});

const minute = 60_000;

/** Counts a row for the lives it falls into. */
export function watchRow(watches: readonly LifeWatch[], row: AccessRow): void {
  for (const watch of watches) {
    if (row.targetStatus >= 0) answered(watch, row.doneMs);
    if (row.createdMs >= watch.fromMs && row.createdMs < watch.toMs) sent(watch, row);
  }
}

function answered(watch: LifeWatch, doneMs: number): void {
  if (doneMs < watch.fromMs || doneMs >= watch.toMs) return;
  if (doneMs < watch.firstAnswerMs) watch.firstAnswerMs = doneMs;
  if (doneMs > watch.lastAnswerMs) watch.lastAnswerMs = doneMs;
}

function sent(watch: LifeWatch, { createdMs, node }: AccessRow): void {
  if (createdMs < watch.firstSentMs) watch.firstSentMs = createdMs;
  if (createdMs < watch.referenceMs) {
    if (createdMs >= watch.referenceMs - minute) watch.before += 1;
    return;
  }
  watch.sentAfter += 1;
  if (createdMs > watch.lastSentMs) watch.lastSentMs = createdMs;
  const known = watch.lastSentByNode.get(node);
  if (known === undefined || createdMs > known) watch.lastSentByNode.set(node, createdMs);
}

/** Requests that were counted together, between the arrival of the first and of the last one. */
export interface CountedArrivals {
  readonly requests: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly node: number;
}

/** The same for requests of a minute: taken as spread evenly over it, first and last are exact. */
export function addArrivals(watch: LifeWatch, { requests, firstMs, lastMs, node }: CountedArrivals): void {
  if (lastMs < watch.fromMs || firstMs >= watch.toMs) return;
  watch.firstSentMs = Math.min(watch.firstSentMs, Math.max(firstMs, watch.fromMs));
  const between = (from: number, to: number): number => {
    const span = Math.max(lastMs - firstMs, 1);
    return (requests * Math.max(Math.min(firstMs + span, to) - Math.max(firstMs, from), 0)) / span;
  };
  watch.before += between(watch.referenceMs - minute, watch.referenceMs);
  watch.sentAfter += between(watch.referenceMs, watch.toMs);
  const last = Math.min(lastMs, watch.toMs - 1);
  if (last < watch.referenceMs) return;
  watch.lastSentMs = Math.max(watch.lastSentMs, last);
  watch.lastSentByNode.set(node, Math.max(watch.lastSentByNode.get(node) ?? last, last));
}

export function addAnswers(watch: LifeWatch, firstMs: number, lastMs: number): void {
  answered(watch, firstMs);
  answered(watch, lastMs);
}

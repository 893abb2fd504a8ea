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

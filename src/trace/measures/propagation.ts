import { deregistrationOf } from "#trace/events/life.ts";
import type { GroupLog } from "#trace/logs/group-log.ts";
import type { LifeWatch } from "#trace/logs/life-watch.ts";

/** How long one target was still sent requests after its end had begun, in seconds. */
export interface TargetPropagation {
  readonly from: "deletion" | "deregistration";
  /** Until the last request that is known. */
  readonly least: number;
  /** By then another request would have come with a chance of 95 %, had the target still been in use. */
  readonly most: number;
  /** Between the first node and the last one that stopped using it. */
  readonly nodeSpread: number;
  /** Requests a second to the target, before. */
  readonly rate: number;
}

const minute = 60_000;
const stepMs = 100;
const doubt = 0.05;
/** The AWS default of the deregistration delay: no target is used for longer. */
const longestMs = 300_000;

/** Undefined where nothing ended, where the log does not reach far enough, or where too few requests came to tell. */
export function targetPropagation(watch: LifeWatch, group: GroupLog, skewMs: number): TargetPropagation | undefined {
  const reference = watch.referenceMs;
  if (!Number.isFinite(reference) || watch.before === 0) return undefined;
  const start = Math.max(reference - minute, watch.firstSentMs, watch.fromMs);
  const lastMs = Math.max(watch.lastSentMs, reference);
  const share = Math.min(shareOf(watch.before, group, start, reference), shareAfter(watch, group, reference), 0.999);
  const quietMs = quietAfter(group, lastMs, Math.log(doubt) / Math.log(1 - share), reference + longestMs);
  if (quietMs === undefined) return undefined;
  const ends = [...watch.lastSentByNode.values()];
  const since = (ms: number): number => Math.max((ms - reference - skewMs) / 1000, 0);
  return {
    from:
      watch.life.deleted === undefined && deregistrationOf(watch.life, group.name) !== undefined ? "deregistration" : "deletion",
    least: since(lastMs),
    most: since(quietMs),
    nodeSpread: ends.length < 2 ? 0 : (Math.max(...ends) - Math.min(...ends)) / 1000,
    rate: watch.before / Math.max((reference - start) / 1000, 1),
  };
}

const shareOf = (requests: number, { minutes }: GroupLog, from: number, to: number): number =>
  requests / Math.max(minutes.between(from, to), requests);

const enoughToCompare = 5;

/** New targets take their part of the load as old ones go, so the share is taken again while the target was still in use. */
const shareAfter = ({ sentAfter, lastSentMs }: LifeWatch, group: GroupLog, reference: number): number =>
  sentAfter < enoughToCompare ? 1 : shareOf(sentAfter, group, reference, lastSentMs);

/** When the group had been sent `needed` requests after `from`, or undefined where that is beyond `until` or the log. */
function quietAfter(group: GroupLog, from: number, needed: number, until: number): number | undefined {
  let sent = 0;
  for (let at = from; at < Math.min(until, group.lastRequestMs); at += stepMs) {
    sent += group.minutes.between(at, at + stepMs);
    if (sent >= needed) return at + stepMs;
  }
  return undefined;
}

/** Of a group: its targets' values in order. */
export interface Propagation {
  readonly targets: number;
  readonly p50: number;
  readonly p90: number;
  /** The longest time that a target is known to have been used for, and by when that one was surely out of use. */
  readonly longest: number;
  readonly longestMost: number;
  readonly nodeSpread: number;
  readonly from: TargetPropagation["from"];
}

export function propagationOf(measured: readonly TargetPropagation[]): Propagation | undefined {
  const deleted = measured.filter(({ from }) => from === "deletion");
  const used = [...(deleted.length > 0 ? deleted : measured)].sort((a, b) => a.least - b.least);
  const last = used.at(-1);
  if (last === undefined) return undefined;
  const at = (share: number): number => used[Math.min(Math.ceil(share * used.length), used.length) - 1]?.least ?? 0;
  return {
    targets: used.length,
    p50: at(0.5),
    p90: at(0.9),
    longest: last.least,
    longestMost: last.most,
    nodeSpread: Math.max(...used.map(({ nodeSpread }) => nodeSpread)),
    from: last.from,
  };
}

import { momentsOf } from "#trace/attribution/case.ts";
import type { GroupFacts } from "#trace/attribution/group-facts.ts";
import type { GroupLog } from "#trace/logs/group-log.ts";
import type { LifeWatch } from "#trace/logs/life-watch.ts";
import type { TargetLog } from "#trace/logs/target-log.ts";
import type { TargetPropagation } from "#trace/measures/propagation.ts";
import { printUtc } from "#trace/time/utc.ts";
import { threeDigits } from "./duration-report.ts";
import type { TargetReport } from "./report.ts";

/** One life of a target with what was lost on it. */
export interface TargetLosses {
  readonly target: TargetLog;
  readonly watch: LifeWatch | undefined;
  lost: number;
  /** Arrivals of requests that were lost to the end or the start of the target, the first ones. */
  lostAt: number[];
}

const mostMarks = 200;

/** Only losses to the end or the start of a target have a place in the picture of its end. */
export function noteLoss(losses: TargetLosses, createdMs: number, weight: number, ofTermination: boolean): void {
  losses.lost += weight;
  if (!ofTermination) return;
  losses.lostAt.push(createdMs);
  if (losses.lostAt.length > 2 * mostMarks) losses.lostAt = firstMarks(losses.lostAt);
}

const firstMarks = (moments: readonly number[]): number[] => [...moments].sort((a, b) => a - b).slice(0, mostMarks);

export function targetReport(
  { target, watch, lost, lostAt }: TargetLosses,
  group: GroupLog,
  facts: GroupFacts,
  skewMs: number,
  propagation: TargetPropagation | undefined,
): TargetReport {
  const moments = momentsOf(watch, group.name, skewMs, facts);
  const text = (ms: number | undefined): string | null => (ms === undefined ? null : printUtc(ms));
  const started = watch?.life.started;
  return {
    targetGroup: group.name,
    target: target.name,
    pod: watch?.life.pod ?? null,
    requests: target.requests,
    lost,
    lostAt: firstMarks(lostAt).map(printUtc),
    firstRequest: printUtc(target.firstSentMs),
    lastRequest: printUtc(target.lastSentMs),
    started: text(started === undefined ? undefined : started.atMs + skewMs),
    deleted: text(moments.deletedMs),
    deregistered: text(moments.deregisteredMs),
    sigterm: text(moments.sigtermMs),
    ended: text(moments.endMs),
    propagation:
      propagation === undefined ? null : { least: threeDigits(propagation.least), most: threeDigits(propagation.most) },
  };
}

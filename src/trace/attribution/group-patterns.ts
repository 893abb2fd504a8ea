import type { Failure } from "#trace/logs/failure-store.ts";
import type { RequestLog } from "#trace/logs/request-log.ts";
import { targetMoment } from "#trace/logs/target-moment.ts";

/** What the failures of one group have in common. */
export interface GroupPatterns {
  /** Broken responses by how long the target had worked, in steps of 50 ms. */
  readonly brokenAfter: ReadonlyMap<number, number>;
  /** Broken responses by path. */
  readonly brokenPaths: ReadonlyMap<number, number>;
  readonly broken: number;
  /** Broken responses by target and hundredth of a second. */
  readonly brokenMoments: ReadonlyMap<number, number>;
  /** Refused connections by target and stretch of five seconds. */
  readonly refusals: ReadonlyMap<number, number>;
  /** 504 of a target that was silent, by duration in whole seconds. */
  readonly silentAfter: ReadonlyMap<number, number>;
}

interface Growing extends GroupPatterns {
  readonly brokenAfter: Map<number, number>;
  readonly brokenPaths: Map<number, number>;
  broken: number;
  readonly brokenMoments: Map<number, number>;
  readonly refusals: Map<number, number>;
  readonly silentAfter: Map<number, number>;
}

/** By number of the group. */
export function groupPatterns({ failures, groups }: RequestLog): readonly GroupPatterns[] {
  const patterns = groups.map(
    (): Growing => ({
      brokenAfter: new Map(),
      brokenPaths: new Map(),
      broken: 0,
      brokenMoments: new Map(),
      refusals: new Map(),
      silentAfter: new Map(),
    }),
  );
  for (let index = 0; index < failures.size; index += 1) {
    const failure = failures.at(index);
    const pattern = patterns[failure.group];
    if (pattern !== undefined) note(pattern, failure);
  }
  return patterns;
}

function note(pattern: Growing, failure: Failure): void {
  if (isBroken(failure)) {
    pattern.broken += 1;
    count(pattern.brokenMoments, momentKey(failure));
    count(pattern.brokenAfter, step(workedMs(failure)));
    count(pattern.brokenPaths, failure.pathHash);
  } else if (isRefused(failure)) {
    count(pattern.refusals, refusalKey(failure, 0));
  } else if (failure.status === 504 && failure.requestMs >= 0 && failure.responseMs < 0) {
    count(pattern.silentAfter, Math.round((failure.doneMs - failure.createdMs) / 1000));
  }
}

function count(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

/** 502 within a second, with no time at all: the connection to the target was refused or reset. */
export const isRefused = ({ target, status, requestMs, targetMs, responseMs, doneMs, createdMs }: Failure): boolean =>
  target >= 0 && status === 502 && requestMs < 0 && targetMs < 0 && responseMs < 0 && doneMs - createdMs < 1000;

const refusalSlotMs = 5000;

const refusalKey = ({ target, createdMs }: Failure, slots: number): number =>
  targetMoment(target, Math.floor(createdMs / refusalSlotMs) + slots);

/** How many connections to the target were refused within five to ten seconds around this one, itself included. */
export const refusedAround = ({ refusals }: GroupPatterns, failure: Failure): number =>
  [-1, 0, 1].reduce((sum, slots) => sum + (refusals.get(refusalKey(failure, slots)) ?? 0), 0);

/** 502 after the request reached the target: the response was awaited and never came whole. */
export const isBroken = ({ status, requestMs, responseMs, targetStatus, target }: Failure): boolean =>
  target >= 0 &&
  ((status === 502 && requestMs >= 0 && responseMs < 0) || (status >= 500 && targetStatus >= 200 && targetStatus < 400));

/** How long the target had the request; where the log does not say it, what is left of the whole. */
export const workedMs = ({ targetMs, requestMs, doneMs, createdMs }: Failure): number =>
  targetMs >= 0 ? targetMs : Math.max(doneMs - createdMs - Math.max(requestMs, 0), 0);

const momentKey = ({ target, doneMs }: Failure): number => targetMoment(target, Math.round(doneMs / 10));

/** How many responses of the target broke in the same moment; a refused connection is none of them. */
export const brokenAtOnce = ({ brokenMoments }: GroupPatterns, failure: Failure): number =>
  brokenMoments.get(momentKey(failure)) ?? 0;

const stepMs = 50;

const step = (ms: number): number => Math.round(ms / stepMs);

const leastAtSameAge = 5;
const racesUpToMs = 300;

/** Whether most broken responses of the group, races left out, broke after the same time, give or take 50 ms. */
export function brokenAtSameAge({ brokenAfter }: GroupPatterns, failure: Failure): boolean {
  const at = step(workedMs(failure));
  const same = [at - 1, at, at + 1].reduce((sum, key) => sum + (brokenAfter.get(key) ?? 0), 0);
  let slow = 0;
  for (const [key, times] of brokenAfter) if (key > step(racesUpToMs)) slow += times;
  return at > step(racesUpToMs) && same >= leastAtSameAge && same * 2 > slow;
}

/** Whether nearly all broken responses of the group are for one path. */
export function brokenOnOnePath({ brokenPaths, broken }: GroupPatterns, failure: Failure): boolean {
  const same = brokenPaths.get(failure.pathHash) ?? 0;
  return same >= 5 && same >= 0.9 * broken && brokenPaths.size <= Math.max(2, broken / 10);
}

const leastPile = 3;

/** The idle timeout where 504s pile up at one duration; undefined where they do not. */
export function inferredIdleSeconds({ silentAfter }: GroupPatterns): number | undefined {
  const [largest] = [...silentAfter].sort(([a, m], [b, n]) => n - m || a - b);
  if (largest === undefined || largest[1] < leastPile) return undefined;
  const total = [...silentAfter.values()].reduce((sum, each) => sum + each, 0);
  return largest[1] * 2 > total && largest[0] >= 1 ? largest[0] : undefined;
}

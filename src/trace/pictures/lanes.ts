import type { GroupReport, TargetReport, TraceReport } from "#trace/report/report.ts";
import { parseUtc } from "#trace/time/utc.ts";

/** One target's end, in seconds from the deletion of its Pod, else from its deregistration, else from its first lost request. */
export interface Lane {
  readonly label: string;
  readonly zero: "deletion" | "deregistration" | "first loss";
  readonly deregistered: number | undefined;
  readonly sigterm: number | undefined;
  readonly ended: number | undefined;
  /** The last request that was sent to it. */
  readonly lastRequest: number;
  readonly lost: readonly number[];
  readonly lostCount: number;
}

export interface LanePicture {
  readonly lanes: readonly Lane[];
  /** Lanes that are left out. */
  readonly more: number;
  /** Longest measured propagation of the group, in seconds. */
  readonly propagation: number | undefined;
  readonly from: number;
  readonly until: number;
}

const mostLanes = 24;
const before = 5;
const longestPicture = 600;

/** The targets of a group that ended or lost requests to an end; those that lost most, if there are many. */
export function lanesOf({ targets }: TraceReport, { targetGroup, propagation }: GroupReport): LanePicture | undefined {
  const own = targets.filter(
    (target) =>
      target.targetGroup === targetGroup && (target.lostAt.length > 0 || target.deleted !== null || target.deregistered !== null),
  );
  if (own.length === 0) return undefined;
  const shown = [...own].sort((a, b) => b.lost - a.lost).slice(0, mostLanes);
  const lanes = own.filter((target) => shown.includes(target)).map(laneOf);
  const moments = lanes.flatMap(({ lastRequest, ended, lost }) => [lastRequest, ended ?? 0, lost.at(-1) ?? 0]);
  const latest = Math.max(10, ...moments.filter((moment) => moment <= longestPicture));
  const earliest = Math.min(0, ...lanes.flatMap(({ lost }) => lost.slice(0, 1)));
  return {
    lanes,
    more: own.length - lanes.length,
    propagation: propagation?.from === "deletion" ? propagation.longest : undefined,
    from: Math.max(earliest, -60) - before,
    until: latest * 1.08,
  };
}

function laneOf(target: TargetReport): Lane {
  const { deleted, deregistered, lostAt } = target;
  const origin = parseUtc(deleted ?? deregistered ?? lostAt[0] ?? target.lastRequest) ?? 0;
  const since = (text: string): number => ((parseUtc(text) ?? origin) - origin) / 1000;
  const maybe = (text: string | null): number | undefined => (text === null ? undefined : since(text));
  return {
    label: target.pod === null ? target.target : target.pod,
    zero: deleted !== null ? "deletion" : deregistered !== null ? "deregistration" : "first loss",
    deregistered: maybe(deregistered),
    sigterm: maybe(target.sigterm),
    ended: laterOf(maybe(target.ended), maybe(target.sigterm) ?? (deleted === null ? undefined : 0)),
    lastRequest: since(target.lastRequest),
    lost: lostAt.map(since),
    lostCount: target.lost,
  };
}

/** Ends are cut to whole seconds, so one may read as before what it follows. */
const laterOf = (end: number | undefined, earliest: number | undefined): number | undefined =>
  end === undefined || earliest === undefined ? end : Math.max(end, earliest);

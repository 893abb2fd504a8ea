import type { Life } from "#trace/events/life.ts";
import { referenceOf } from "#trace/events/life.ts";
import { type LifeWatch, watchLife } from "#trace/logs/life-watch.ts";
import type { RequestLog } from "#trace/logs/request-log.ts";
import { TargetLog } from "#trace/logs/target-log.ts";

/** A Pod that a request may have been sent to, with what the run says of it. */
export interface Candidate {
  readonly target: TargetLog;
  readonly watch: LifeWatch;
  /** Name of the target group that it was deregistered from; empty where none is known. */
  readonly group: string;
  /** From when to when an event of it can make a request fail; milliseconds on this machine's clock. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** A load balancer is known to use a target for two minutes after its deregistration (NLB), with some to spare. */
const longestUseMs = 180_000;
const aroundMs = 2000;
const startUpMs = 30_000;

/** The Pods that ended or restarted during the run, the latest first. Numbers of their targets follow those of the log. */
export function candidatesOf(lives: readonly Life[], log: RequestLog, skewMs: number): readonly Candidate[] {
  const byName = new Map(log.targets.map((target) => [target.name, target]));
  const found = lives.flatMap((life, at): readonly Candidate[] => {
    const stretch = stretchOf(life);
    if (stretch === undefined) return [];
    const named = byName.get(nameOf(life) ?? "");
    const group = life.deregistrations[0]?.group ?? "";
    const reference = referenceOf(life, group) ?? Number.POSITIVE_INFINITY;
    const watch = watchLife(life, reference, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
    const target = named ?? new TargetLog(log.targets.length + at, 0, life.address, [watch], log.pages);
    if (named !== undefined) {
      watch.firstSentMs = named.firstSentMs;
      watch.lastSentMs = named.lastSentMs;
      watch.firstAnswerMs = named.firstAnswerMs;
      watch.lastAnswerMs = named.lastAnswerMs;
    }
    return [{ target, watch, group, fromMs: stretch.fromMs + skewMs, toMs: stretch.toMs + skewMs }];
  });
  return found.sort((a, b) => b.fromMs - a.fromMs);
}

/** Without its namespace, as a Pod names itself. */
const nameOf = ({ pod }: Life): string | undefined => pod?.slice(pod.indexOf("/") + 1);

function stretchOf({ deleted, deregistrations, ended, restarts }: Life): { fromMs: number; toMs: number } | undefined {
  const begins = [
    ...(deleted === undefined ? [] : [deleted.atMs]),
    ...deregistrations.map(({ moment }) => moment.atMs),
    ...(ended === undefined ? [] : [ended.atMs]),
    ...restarts.map(({ endMs }) => endMs),
  ];
  if (begins.length === 0) return undefined;
  const ends = [
    ...(deleted === undefined && deregistrations.length === 0 && ended === undefined
      ? []
      : [Math.max(deleted?.atMs ?? 0, ended?.atMs ?? 0, ...deregistrations.map(({ moment }) => moment.atMs)) + longestUseMs]),
    ...restarts.map(({ endMs, startedAgainMs }) => (startedAgainMs ?? endMs + longestUseMs) + startUpMs),
  ];
  return { fromMs: Math.min(...begins) - aroundMs, toMs: Math.max(...ends) };
}

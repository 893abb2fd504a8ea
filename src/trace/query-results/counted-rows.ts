import { methods } from "#trace/logs/access-row.ts";
import type { GroupLog } from "#trace/logs/group-log.ts";
import { addAnswers, addArrivals } from "#trace/logs/life-watch.ts";
import type { RequestLog } from "#trace/logs/request-log.ts";
import type { TargetLog } from "#trace/logs/target-log.ts";
import { type ResultRow, resultNumber, resultText } from "./result-columns.ts";

/** Requests that a query counted together: those of one target and minute, or those of one duration. */
interface Counted {
  readonly kind: string;
  readonly bucket: number;
  readonly requests: number;
  readonly firstMs: number;
  readonly lastMs: number;
  readonly slots: number;
  readonly method: string;
}

const methodNumbers: ReadonlyMap<string, number> = new Map(methods.map((name, at) => [name, at]));
const otherMethod = methods.length - 1;
const minuteMs = 60_000;
const slotMs = 10_000;

/** Adds what a row counts to the log. False for a row that is none of the query's. */
export function takeCounted(log: RequestLog, row: ResultRow): boolean {
  const counted: Counted = {
    kind: resultText(row, "kind"),
    bucket: resultNumber(row, "bucket"),
    requests: resultNumber(row, "requests"),
    firstMs: resultNumber(row, "first_ms"),
    lastMs: resultNumber(row, "last_ms"),
    slots: resultNumber(row, "slots"),
    method: resultText(row, "method"),
  };
  if (![counted.bucket, counted.requests, counted.firstMs, counted.lastMs, counted.slots].every(Number.isFinite)) return false;
  if (counted.kind === "unread") return true;
  const { group, target, node } = log.place({
    loadBalancer: resultText(row, "elb"),
    targetGroup: resultText(row, "target_group_arn"),
    target: resultText(row, "target"),
    node: resultText(row, "node"),
  });
  switch (counted.kind) {
    case "arrival":
      arrivals(log, group, target, counted, node);
      return true;
    case "answer":
      if (target !== undefined) answers(target, counted);
      return true;
    case "status":
      group.statuses.set(counted.bucket, (group.statuses.get(counted.bucket) ?? 0) + counted.requests);
      return true;
    default:
      return duration(group, counted);
  }
}

function arrivals(log: RequestLog, group: GroupLog, target: TargetLog | undefined, counted: Counted, node: number): void {
  const { requests, firstMs, lastMs, bucket, slots } = counted;
  log.requests += requests;
  log.firstMs = Math.min(log.firstMs, firstMs);
  log.lastMs = Math.max(log.lastMs, lastMs);
  group.requests += requests;
  group.lastRequestMs = Math.max(group.lastRequestMs, lastMs);
  group.minutes.addMany(firstMs, lastMs, requests);
  if (target === undefined) return;
  target.requests += requests;
  target.firstSentMs = Math.min(target.firstSentMs, firstMs);
  target.lastSentMs = Math.max(target.lastSentMs, lastMs);
  for (const ms of momentsOf(bucket, slots)) target.arrivals.mark(ms);
  for (const watch of target.watches) addArrivals(watch, { requests, firstMs, lastMs, node });
}

function answers(target: TargetLog, { bucket, slots, firstMs, lastMs }: Counted): void {
  target.firstAnswerMs = Math.min(target.firstAnswerMs, firstMs);
  target.lastAnswerMs = Math.max(target.lastAnswerMs, lastMs);
  for (const ms of momentsOf(bucket, slots)) target.answers.mark(ms);
  for (const watch of target.watches) addAnswers(watch, firstMs, lastMs);
}

const momentsOf = (minute: number, slots: number): readonly number[] =>
  [0, 1, 2, 3, 4, 5].flatMap((slot) => ((slots >>> slot) & 1 ? [minute * minuteMs + slot * slotMs] : []));

function duration(group: GroupLog, { kind, bucket, requests, lastMs, method }: Counted): boolean {
  switch (kind) {
    case "duration": {
      group.durations.addMany(bucket, requests, lastMs);
      const at = methodNumbers.get(method) ?? otherMethod;
      group.byMethod[at]?.addMany(bucket, requests, lastMs);
      return true;
    }
    case "target-time":
      group.targetTimes.addMany(bucket, requests, lastMs);
      return true;
    case "websocket":
      group.webSockets.addMany(bucket, requests, lastMs);
      return true;
    default:
      return false;
  }
}

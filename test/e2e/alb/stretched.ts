import type { AccessLogEntry } from "./access-log.ts";

/** What a load balancer whose times are `factor` of those of AWS would have logged at theirs. */
export function stretchedEntry(entry: AccessLogEntry, fromMs: number, factor: number): AccessLogEntry {
  const moment = (ms: number): number => fromMs + (ms - fromMs) / factor;
  const seconds = (value: number): number => (value < 0 ? value : value / factor);
  return {
    ...entry,
    createdMs: moment(entry.createdMs),
    atMs: moment(entry.atMs),
    requestProcessingSeconds: seconds(entry.requestProcessingSeconds),
    targetProcessingSeconds: seconds(entry.targetProcessingSeconds),
    responseProcessingSeconds: seconds(entry.responseProcessingSeconds),
  };
}

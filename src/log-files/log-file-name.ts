import { parseUtc } from "#trace/time/utc.ts";

/** What the name of an object that a load balancer delivered says. */
export interface LogFileName {
  /** End of the five minutes that the file covers. */
  readonly endMs: number | undefined;
  readonly node: string | undefined;
}

const stamp = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_/;
const nodeBehindStamp = /Z_((?:\d{1,3}\.){3}\d{1,3}|[0-9a-f:]{3,39})_[^_/]*$/i;

export function readLogFileName(name: string): LogFileName {
  const found = stamp.exec(name);
  const [, year, month, day, hour, minute] = found ?? [];
  return {
    endMs: found === null ? undefined : parseUtc(`${year}-${month}-${day}T${hour}:${minute}:00Z`),
    node: nodeBehindStamp.exec(name)?.[1],
  };
}

/** Files are delivered late and a row lies in the interval in which its response was ready, so the window is widened. */
const slackMs = 15 * 60_000;

/** Whether a file may hold rows between two moments; one whose name says nothing may hold any. */
export const mayHold = ({ endMs }: LogFileName, sinceMs: number, untilMs: number): boolean =>
  endMs === undefined || (endMs >= sinceMs && endMs <= untilMs + longestRequestMs + slackMs);

/** The longest idle timeout of a load balancer: a request that arrived in the window may stand in a file that much later. */
const longestRequestMs = 4000_000;

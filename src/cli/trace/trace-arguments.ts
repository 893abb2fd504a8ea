import { CommandError, exitCodes } from "#cli/exit-codes.ts";
import { parseDuration } from "#model/findings/duration-text.ts";
import type { Seconds } from "#model/findings/seconds.ts";
import type { Window } from "#trace/logs/request-log.ts";
import { parseUtc } from "#trace/time/utc.ts";
import type { TraceOptions } from "./trace-options.ts";

export interface TraceArguments {
  readonly window: Window;
  readonly shiftMs: number;
  readonly deregistrationDelay: Seconds | undefined;
  readonly idleTimeout: Seconds | undefined;
  readonly keepAlive: Seconds | undefined;
}

/** @throws CommandError naming the option whose value cannot be read */
export const readTraceArguments = (options: TraceOptions): TraceArguments => ({
  window: {
    sinceMs: moment("--since", options.since) ?? Number.NEGATIVE_INFINITY,
    untilMs: moment("--until", options.until) ?? Number.POSITIVE_INFINITY,
  },
  shiftMs: shift(options.shiftEvents),
  deregistrationDelay: duration("--deregistration-delay", options.deregistrationDelay),
  idleTimeout: duration("--idle-timeout", options.idleTimeout),
  keepAlive: duration("--keep-alive", options.keepAlive),
});

function moment(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const ms = parseUtc(text);
  if (ms === undefined)
    throw wrongUsage(`${option} takes a time such as 2026-11-26T09:30:00Z or a date; without a zone it is UTC`);
  return ms;
}

function duration(option: string, text: string | undefined): Seconds | undefined {
  if (text === undefined) return undefined;
  const read = parseDuration(text);
  if (!read.ok) throw wrongUsage(`${option} takes ${read.accepted}`);
  return read.seconds;
}

function shift(text: string | undefined): number {
  if (text === undefined) return 0;
  const read = parseDuration(text.replace(/^[+-]/, ""));
  if (!read.ok) throw wrongUsage(`--shift-events takes ${read.accepted}, with + or - in front`);
  return (text.startsWith("-") ? -1 : 1) * read.seconds * 1000;
}

const wrongUsage = (message: string): CommandError => new CommandError(message, exitCodes.wrongUsage);

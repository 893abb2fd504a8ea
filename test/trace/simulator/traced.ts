/** Runs what `outlive trace` is made of over a simulation, without files. */
import { defaultGroupFacts, type GroupFacts } from "#trace/attribution/group-facts.ts";
import { buildLives } from "#trace/events/build-lives.ts";
import { watchesOf } from "#trace/events/lives-of-targets.ts";
import { parseJson, readFacts } from "#trace/events/read-facts.ts";
import { LineSplitter } from "#trace/logs/line-splitter.ts";
import { LogIntake } from "#trace/logs/log-intake.ts";
import { emptyTables } from "#trace/logs/log-tables.ts";
import { RequestLog } from "#trace/logs/request-log.ts";
import type { PolicyTimes } from "#trace/measures/savings.ts";
import type { TraceReport } from "#trace/report/report.ts";
import { traceReport } from "#trace/trace.ts";

export interface TracedInput {
  readonly lines: readonly string[];
  readonly events?: readonly string[];
  readonly facts?: Partial<GroupFacts>;
  readonly policies?: readonly PolicyTimes[];
}

const livesOf = ({ events = [] }: TracedInput): ReturnType<typeof buildLives> =>
  buildLives(events.flatMap((line) => readFacts(parseJson(line)).flatMap((read) => (read.kind === "unknown" ? [] : read.facts))));

export function requestLog(input: TracedInput): RequestLog {
  const lives = livesOf(input);
  const log = new RequestLog(emptyTables(), (group, target) => watchesOf(lives, group, target), {
    sinceMs: Number.NEGATIVE_INFINITY,
    untilMs: Number.POSITIVE_INFINITY,
  });
  const intake = new LogIntake(log);
  intake.beginFile(undefined);
  const splitter = new LineSplitter((bytes, from, to) => intake.take(bytes, from, to));
  splitter.push(new TextEncoder().encode(input.lines.join("\n")));
  splitter.end();
  return log;
}

export function traced(input: TracedInput): TraceReport {
  return traceReport({
    log: requestLog(input),
    lives: livesOf(input),
    factsOf: () => ({ ...defaultGroupFacts, ...input.facts }),
    policiesOf: () => input.policies ?? [],
    sources: [],
    problems: [],
  });
}

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

export function requestLog({ lines, events = [] }: TracedInput): RequestLog {
  const facts = events.flatMap((line) =>
    readFacts(parseJson(line)).flatMap((read) => (read.kind === "unknown" ? [] : read.facts)),
  );
  const lives = buildLives(facts);
  const log = new RequestLog(emptyTables(), (group, target) => watchesOf(lives, group, target), {
    sinceMs: Number.NEGATIVE_INFINITY,
    untilMs: Number.POSITIVE_INFINITY,
  });
  const intake = new LogIntake(log);
  intake.beginFile(undefined);
  const splitter = new LineSplitter((bytes, from, to) => intake.take(bytes, from, to));
  splitter.push(new TextEncoder().encode(lines.join("\n")));
  splitter.end();
  return log;
}

export function traced(input: TracedInput): TraceReport {
  return traceReport({
    log: requestLog(input),
    factsOf: () => ({ ...defaultGroupFacts, ...input.facts }),
    policiesOf: () => input.policies ?? [],
    sources: [],
    problems: [],
  });
}

import { type Finished, type Planned, titleOf } from "./proof.ts";
import { type Outcome, outcomeOf } from "./run-record.ts";

/** All runs of one scenario with one variant. */
export interface Summary {
  readonly planned: Planned;
  /** Those that came to their end. */
  readonly runs: number;
  /** Messages of those that did not. */
  readonly errors: readonly string[];
  /** Of all runs together; the times are the longest of any. */
  readonly outcome: Outcome;
}

/** In the order in which the first of each was finished. */
export function summarise(finished: readonly Finished[]): readonly Summary[] {
  return [...Map.groupBy(finished, ({ planned }) => titleOf(planned)).values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const outcomes = same.flatMap((each) => ("run" in each ? [outcomeOf(each.run.record)] : []));
    const errors = same.flatMap((each) => ("error" in each ? [each.error.message] : []));
    return [{ planned: first.planned, runs: outcomes.length, errors, outcome: together(outcomes) }];
  });
}

function together(outcomes: readonly Outcome[]): Outcome {
  const total = (of: (outcome: Outcome) => number): number => outcomes.reduce((sum, outcome) => sum + of(outcome), 0);
  const longest = (of: (outcome: Outcome) => number): number => Math.max(0, ...outcomes.map(of));
  const codes: Record<string, number> = {};
  for (const outcome of outcomes)
    for (const [code, count] of Object.entries(outcome.codes)) codes[code] = (codes[code] ?? 0) + count;
  const [requests, failed] = [total((outcome) => outcome.requests), total((outcome) => outcome.failed)];
  return {
    requests,
    failed,
    successPercent: requests === 0 ? 0 : ((requests - failed) / requests) * 100,
    codes,
    withoutHealthyMs: longest(({ withoutHealthyMs }) => withoutHealthyMs),
    longestFailureMs: longest(({ longestFailureMs }) => longestFailureMs),
  };
}

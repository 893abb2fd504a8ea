import { traceAmiss } from "./evidence/trace-verdict.ts";
import { type Finished, titleOf } from "./proof.ts";
import { outcomeOf } from "./run-record.ts";

/**
 * What is not as it has to be, a sentence each: a run that failed, requests lost although the conditions of the policy were met, and
 * none lost where nothing protects them, which says that the load balancer is too kind to prove anything.
 */
export function amiss(finished: readonly Finished[]): readonly string[] {
  const each = finished.flatMap((run) => {
    const name = titleOf(run.planned);
    if ("error" in run) return [`${name}: the run failed: ${run.error.message}`];
    const { record } = run.run;
    const outcome = outcomeOf(record);
    const traced = record.traced === undefined ? [] : traceAmiss(outcome, record.traced);
    return [
      ...(!expectsLosses(run) && outcome.failed > 0
        ? [`${name}: ${outcome.failed} of ${outcome.requests} requests were lost`]
        : []),
      ...traced.map((sentence) => `${name}: ${sentence}`),
    ];
  });
  const unsatisfiableRules = [...Map.groupBy(finished, ({ planned }) => titleOf(planned))]
    .filter(([, runs]) => runs.every((run) => "run" in run && expectsLosses(run) && outcomeOf(run.run.record).failed === 0))
    .map(([name]) => `${name}: no request was lost, though some have to be`);
  return [...each, ...unsatisfiableRules];
}

const expectsLosses = ({ planned: { scenario, variant } }: Finished): boolean =>
  variant.expects === "losses" && scenario.harmless !== true;

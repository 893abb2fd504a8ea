import type { Outcome } from "../run-record.ts";
import type { TracedRun } from "./traced-run.ts";

/** Where the trace of a run's log and the load's own count differ, a sentence each, and losses that the trace has no name for. */
export function traceAmiss({ requests, failed }: Outcome, traced: TracedRun): readonly string[] {
  const unnamed = traced.causes.reduce((sum, { cause, count }) => sum + (cause === "unknown" ? count : 0), 0);
  return [
    ...(traced.requests === requests ? [] : [`trace found ${traced.requests} requests, the load made ${requests}`]),
    ...(traced.failed === failed ? [] : [`trace found ${traced.failed} failed requests, the load ${failed}`]),
    ...(traced.lost === traced.failed ? [] : [`trace took ${traced.failed - traced.lost} failed requests for no loss`]),
    ...(unnamed === 0 ? [] : [`trace has no cause for ${unnamed} of ${traced.failed} failed requests`]),
  ];
}

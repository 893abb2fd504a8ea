/** What health checks and flow logs say about the target of a failure, around its time. */
import type { Case } from "./case.ts";

/** Three passed checks in that time say that the interval is short enough for a conclusion. */
const recentMs = 100_000;
const enoughPasses = 3;
const lookAheadMs = 60_000;
const [mayFailMs, slotMs] = [40_000, 10_000];

/**
 * The target's checks passed before, none passed afterwards, and soon none was made at all, while the log of checks went on: it was
 * deregistered. A crashed target goes on being checked.
 */
export function checksStopped({ checks, healthChecks }: Case, atMs: number): boolean {
  if (checks === undefined || healthChecks.lastMs < atMs + lookAheadMs + slotMs) return false;
  return (
    checks.passes.countBetween(atMs - recentMs, atMs) >= enoughPasses &&
    !checks.passes.anyBetween(atMs, atMs + lookAheadMs) &&
    !checks.fails.anyBetween(atMs + mayFailMs, atMs + lookAheadMs)
  );
}

export const checksPassAround = ({ checks, failure }: Case): boolean =>
  checks?.passes.anyBetween(failure.createdMs - lookAheadMs, failure.createdMs - slotMs) === true &&
  checks.passes.anyBetween(failure.doneMs, failure.doneMs + lookAheadMs);

/** A target that is checked for the first time while the log goes on is new. */
export const noCheckPassedYet = ({ checks, healthChecks, failure }: Case): boolean =>
  checks !== undefined &&
  failure.createdMs < checks.firstPassMs &&
  checks.firstMs > healthChecks.firstMs + lookAheadMs &&
  failure.createdMs > checks.firstMs - slotMs;

/** Windows of flow logs are off by a minute. */
const flowMs = 60_000;

export const flowRejected = ({ flows, failure }: Case): boolean =>
  flows?.rejected.anyBetween(failure.createdMs - flowMs, failure.doneMs + flowMs) === true;

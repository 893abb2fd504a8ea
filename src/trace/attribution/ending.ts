import type { Case } from "./case.ts";

const tolerance = 1500;
/** A cut is seen by the load balancer at once, the end of a container is cut to whole seconds. */
const slack = 500;

/** The request ended when the last container did. */
export const cutAtEnd = ({ failure, endMs, endSpreadMs }: Case): boolean =>
  endMs !== undefined && failure.doneMs >= endMs - tolerance && failure.doneMs <= endMs + endSpreadMs + slack;

const killed = 137;

export function endedByKill({ endMs, graceEndMs, deletedMs, watch }: Case): boolean {
  if (endMs === undefined || deletedMs === undefined) return false;
  const { exitCode, reason } = watch?.life.lastEnd ?? {};
  if (exitCode === killed) return reason !== "OOMKilled";
  return exitCode === undefined && graceEndMs !== undefined && endMs >= graceEndMs - tolerance;
}

/** An exit code other than 137 before the grace period was over: the application ended by itself. */
export function endedSoonAfterSigterm({ endMs, sigtermMs, facts, watch }: Case): boolean {
  if (endMs === undefined || sigtermMs === undefined || watch?.life.lastEnd?.exitCode === killed) return false;
  return endMs >= sigtermMs - tolerance && endMs <= sigtermMs + facts.shutdownMs + tolerance;
}

const longestStart = 5 * 60_000;

/** Between the end of a container and its next start, with the resolution of both. */
export const restartAt = ({ watch, skewMs }: Case, ms: number): boolean =>
  (watch?.life.restarts ?? []).some(({ endMs, startedAgainMs }) => {
    const ended = endMs + skewMs;
    const again = startedAgainMs === undefined ? ended + longestStart : startedAgainMs + skewMs + 1000;
    return ms >= ended - tolerance && ms <= again + tolerance;
  });

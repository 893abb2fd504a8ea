import { cutOf, type OnSigterm, sigtermAt, type Termination } from "#physics/termination.ts";
import type { Verdict } from "#trace/attribution/attribute.ts";

/** What a policy would give the Pods of a group, in seconds. */
export interface PolicyTimes {
  readonly policy: string;
  readonly preStopSeconds: number;
  readonly graceSeconds: number;
  /** Of the target group; undefined where the policy leaves it as it is and nobody knows it. */
  readonly delaySeconds: number | undefined;
}

/** How long requests of a group take, in milliseconds. */
export interface UsualDurations {
  readonly p50: number;
  readonly p99: number;
}

export type Fate = "saved" | "saved-if-draining" | "not-saved";

/** How many losses a policy would have spared; a replay of one history, which a longer sleep itself would have changed. */
export interface Savings {
  readonly policy: string;
  readonly preStopSeconds: number;
  readonly graceSeconds: number;
  readonly saved: number;
  readonly savedIfDraining: number;
  readonly notSaved: number;
}

/** From the deletion until the controller has deregistered the target: a second or two. */
const controllerMs = 2000;

/** From the deletion to the arrival of the request, in milliseconds; undefined where no source says when the Pod was deleted. */
export function afterDeletion({ given }: Verdict): number | undefined {
  const began = given.deletedMs ?? (given.deregisteredMs === undefined ? undefined : given.deregisteredMs - controllerMs);
  return began === undefined ? undefined : given.failure.createdMs - began;
}

/** What would have become of one lost request. */
export function fateUnder(verdict: Verdict, times: PolicyTimes, durations: UsualDurations): Fate {
  const { given, rule } = verdict;
  switch (rule.cause) {
    case "dead-target":
    case "dead-target-inferred":
    case "closed-at-sigterm":
    case "client-left":
    case "killed-at-grace-end":
    case "exited-with-requests":
      return fateOfTermination(verdict, times, durations);
    case "delay-elapsed":
      return times.delaySeconds !== undefined && times.delaySeconds * 1000 >= Math.max(durations.p99, given.durationMs)
        ? "saved"
        : "not-saved";
    default:
      return "not-saved";
  }
}

/** By the same model that predicts losses: what the Pod, or the load balancer, does with a request that arrives at this moment. */
function fateOfTermination(verdict: Verdict, times: PolicyTimes, { p99 }: UsualDurations): Fate {
  const after = afterDeletion(verdict);
  if (after === undefined) return "not-saved";
  const needed = neededMs(verdict, p99);
  if (survives(after, needed, terminationUnder(times, after, "exits"))) return "saved";
  return survives(after, needed, terminationUnder(times, after, "drains")) ? "saved-if-draining" : "not-saved";
}

/** The request itself shows that the load balancer had not learned of the deregistration when it arrived. */
const terminationUnder = (times: PolicyTimes, afterMs: number, onSigterm: OnSigterm): Termination => ({
  preStop: times.preStopSeconds,
  gracePeriod: times.graceSeconds,
  propagation: afterMs / 1000,
  deregistrationDelay: times.delaySeconds,
  keptConnections: false,
  shutdown: Math.max(times.graceSeconds - times.preStopSeconds, 0),
  onSigterm,
});

/** It arrives while the application listens, and ends before anything cuts it. */
const survives = (afterMs: number, neededMs: number, termination: Termination): boolean =>
  afterMs <= sigtermAt(termination) * 1000 && afterMs + neededMs <= cutOf(termination).at * 1000;

/** What a request that never reached an application would have taken, at the 99th percentile; one that was cut, at least its age. */
function neededMs({ given, rule }: Verdict, p99: number): number {
  const cut = rule.cause === "killed-at-grace-end" || rule.cause === "exited-with-requests";
  return cut ? Math.max(given.durationMs, p99) : p99;
}

/** The shortest preStop sleep that covers the request, in seconds; undefined where no sleep does. */
export function sleepThatSaves(verdict: Verdict, { p99 }: UsualDurations): number | undefined {
  const after = afterDeletion(verdict);
  switch (verdict.rule.cause) {
    case "client-left":
      if (!verdict.hiddenLoss) return undefined;
      return after === undefined ? undefined : Math.max(Math.ceil((after + neededMs(verdict, p99)) / 1000), 0);
    case "dead-target":
    case "closed-at-sigterm":
    case "exited-with-requests":
    case "killed-at-grace-end":
      return after === undefined ? undefined : Math.max(Math.ceil((after + neededMs(verdict, p99)) / 1000), 0);
    default:
      return undefined;
  }
}

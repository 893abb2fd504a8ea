import { failuresWith } from "#explain/pod-termination.ts";
import { rollOutPrediction } from "#explain/roll-out-prediction.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import type { Failures } from "#physics/failures.ts";
import type { RollOutCost } from "#physics/roll-out-cost.ts";

/** What one roll-out of a workload does to requests; predictions of the same model as everywhere. */
export interface RollOutOutcome {
  /** New requests that fail; undefined where it cannot be predicted. */
  readonly lost: number | undefined;
  /** New requests fail, however many that are. */
  readonly losesNew: boolean;
  /** Requests in flight may be cut besides. How many there are, nobody knows. */
  readonly cutsInFlight: boolean;
}

export interface WorkloadCost {
  readonly now: RollOutOutcome;
  /** With the values that enforce mode would set. */
  readonly enforced: RollOutOutcome;
}

/** `rate` in requests a second. Workloads that end alike cost alike, so that most are predicted once. */
export function workloadCosts(rate: number): (explanation: Explanation) => WorkloadCost {
  const known = new Map<string, WorkloadCost>();
  return (explanation) => {
    const { subject, rollout, current, required, propagation, shutdown, requestTimeout, stoppedBy, targetGroups } = explanation;
    const groups = targetGroups.map((group) => [
      group.loadBalancer,
      group.targetType,
      group.deregistrationDelay.value,
      group.attributes,
    ]);
    const key = JSON.stringify([
      subject.kind,
      rollout,
      current,
      required,
      propagation?.value,
      shutdown.value,
      shutdown.source.from,
      requestTimeout?.value,
      stoppedBy,
      groups,
    ]);
    const cost = known.get(key) ?? costOf(explanation, rate);
    known.set(key, cost);
    return cost;
  };
}

function costOf(explanation: Explanation, rate: number): WorkloadCost {
  const prediction = rollOutPrediction(explanation, rate);
  const [now, then] = [explanation.current, explanation.required].map((times) => failuresWith(explanation, times));
  return {
    now: outcomeOf(now, prediction?.now),
    enforced: outcomeOf(then, prediction?.required),
  };
}

const outcomeOf = (failures: Failures | undefined, cost: RollOutCost | undefined): RollOutOutcome => ({
  lost: cost?.lostRequests,
  losesNew: failures?.newRequests !== undefined,
  cutsInFlight: failures?.inFlight !== undefined,
});

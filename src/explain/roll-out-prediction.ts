import type { Explanation } from "#model/reports/explanation.ts";
import { replacedBy } from "#physics/replacement.ts";
import { type RollOutCost, rollOutCost } from "#physics/roll-out-cost.ts";
import { terminationOf } from "./pod-termination.ts";

/** What a roll-out of the workload costs, as it is and with the required values. */
export interface RollOutPrediction {
  readonly pods: number;
  readonly now: RollOutCost;
  readonly required: RollOutCost;
}

/** `rate` in requests a second. Undefined where nothing leads to the Pods, or nobody knows how many there are and how they are replaced. */
export function rollOutPrediction(explanation: Explanation, rate: number | undefined): RollOutPrediction | undefined {
  const replaced = replacedBy(explanation.subject.kind, explanation.rollout);
  const now = terminationOf(explanation, explanation.current);
  const required = terminationOf(explanation, explanation.required);
  if (replaced === undefined || now === undefined || required === undefined) return undefined;
  const costNow = rollOutCost(replaced, now, rate);
  const costRequired = rollOutCost(replaced, required, rate);
  return costNow === undefined || costRequired === undefined
    ? undefined
    : { pods: replaced.pods, now: costNow, required: costRequired };
}

import type { Explanation } from "#model/reports/explanation.ts";
import { assumedStartUpSeconds } from "#physics/roll-out-cost.ts";
import { arrivals } from "./pod-termination.ts";
import { rollOutPrediction } from "./roll-out-prediction.ts";
import { switchSentences } from "./switch-sentences.ts";

/** What a roll-out costs, in sentences; when its Pods go where an Argo Rollout decides that; none where neither can be known. */
export function rollOutSentences(explanation: Explanation, rate: number | undefined): readonly string[] {
  const prediction = rollOutPrediction(explanation, rate);
  if (prediction === undefined) return switchSentences(explanation);
  const { pods, now, required } = prediction;
  const what = arrivals(explanation);
  const { current, required: times } = explanation;
  const same = current.preStop === times.preStop && current.extent === times.extent && current.gracePeriod === times.gracePeriod;
  const both = (left: string, right: string): string => (same ? left : `${left} now, ${right} with these values`);
  const rollOut = `a roll-out of ${pods} ${pods === 1 ? "Pod" : "Pods"}`;
  const takes = `about ${both(seconds(now.seconds), seconds(required.seconds))}`;
  const assumed = `${assumedStartUpSeconds} s is assumed for a new Pod to become available`;
  if (rate === undefined || now.lostRequests === undefined || required.lostRequests === undefined) {
    return [
      `${capital(rollOut)} takes ${takes}, until the last old Pod is gone; ${assumed}. --rate N says how many ${what} it loses.`,
    ];
  }
  return [
    `At ${rate} ${what} a second ${rollOut} loses ${both(`${count(now.lostRequests)} ${what}`, count(required.lostRequests))}.`,
    `It takes ${takes}, until the last old Pod is gone; ${assumed}.`,
    ...(what === "requests" ? ["Requests in flight are not counted: how many are cut depends on how long they take."] : []),
  ];
}

const seconds = (value: number): string => `${Math.ceil(value)} s`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A prediction is good for two digits. */
export function count(lost: number): string {
  const whole = Math.round(lost);
  if (whole === 0) return "0";
  const step = 10 ** Math.max(0, String(whole).length - 2);
  return `about ${Math.round(whole / step) * step}`;
}

import { totalOf } from "#physics/lost-requests.ts";
import { predictedLoss } from "./predicted-loss.ts";
import type { RecordedRuns } from "./recorded-runs.ts";

export interface Prediction {
  readonly measured: number;
  readonly predicted: number;
}

/** Requests lost in one run. */
export const predictionOf = (row: RecordedRuns): Prediction => ({
  measured: row.lost / row.runs,
  predicted: totalOf(predictedLoss(row)),
});

/** How far off a prediction may be: the load's connections are not spread evenly over the nodes of the load balancer. */
export const tolerance = { share: 0.15, requests: 5 } as const;

export const isClose = ({ measured, predicted }: Prediction): boolean =>
  Math.abs(predicted - measured) <= Math.max(tolerance.requests, tolerance.share * measured);

/** A section of the page: what the model says of every scenario and variant, beside what was measured. */
export function predictionSection(rows: readonly RecordedRuns[]): string {
  const lossless = rows.filter((row) => row.lost === 0 && Math.round(predictionOf(row).predicted) === 0);
  const runs = rows.reduce((sum, row) => sum + row.runs, 0);
  return `## What the model predicts

\`explain --rate\` and the pictures of a Pod's end come from one model (\`src/physics\`). It takes only times: sleep, grace period, deregistration delay,
how long each node of the load balancer keeps sending requests, how long requests take, and whether the application exits or drains on SIGTERM. It does not know policies.
The table compares it with all ${runs} runs. Input of the model is also what it cannot know: how long the cluster needed to start a Pod and when the first one was deleted
(read from the first run of each kind), and how long the load lasted.

| scenario | installed | times of AWS | runs | lost in a run | predicted | difference |
| --- | --- | --- | --- | --- | --- | --- |
${rows
  .filter((row) => !lossless.includes(row))
  .map(line)
  .join("\n")}

In the other ${lossless.length} kinds of run, with ${lossless.reduce((sum, row) => sum + row.runs, 0)} runs, nothing was lost, and the model predicts no loss.

Every prediction is within 15 % or 5 requests of what was measured. The rest has three causes:

- Connections of the load stay with one node of the load balancer. The nodes stop sending requests after 0.5 and 1 times the propagation time. A run whose
  connections are all on one of them loses up to a third more or less than the mean of both, which the model uses.
- A kubelet sends SIGTERM 0.05 to 0.5 s after the deletion of the Pod; the model uses 0.1 s. At a fifth of AWS's times, that is a tenth of the loss.
- After a failed liveness probe the container is down for about half a second, which a run may or may not hit.

Behind the NLB the load keeps its connections, and each stays with its Pod: as long as one Pod serves, few requests reach a Pod that is gone. Without
this, the model would be 16 % too high there.
`;
}

function line(row: RecordedRuns): string {
  const prediction = predictionOf(row);
  const { measured, predicted } = prediction;
  const signed = (value: number, digits: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(digits)}`;
  const share = measured > 0 ? ` (${signed((predicted / measured - 1) * 100, 0)} %)` : "";
  const cells = [
    row.scenario,
    row.variant,
    `× ${row.factor}`,
    row.runs,
    measured.toFixed(1),
    predicted.toFixed(1),
    `${signed(predicted - measured, 1)}${share}${isClose(prediction) ? "" : ", off"}`,
  ];
  return `| ${cells.join(" | ")} |`;
}

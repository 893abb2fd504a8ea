import { explanationTimeline } from "#explain/explanation-timeline.ts";
import { rollOutPrediction } from "#explain/roll-out-prediction.ts";
import { rollOutSentences } from "#explain/roll-out-sentences.ts";
import type { Timeline } from "#explain/timeline.ts";
import type { Seconds } from "#model/findings/seconds.ts";
import type { Explanation } from "#model/reports/explanation.ts";

/** Values that somebody tries; what is undefined stays as the manifests have it. */
export interface Tried {
  readonly preStop: Seconds | undefined;
  readonly gracePeriod: Seconds | undefined;
  readonly deregistrationDelay: Seconds | undefined;
  readonly requestTimeout: Seconds | undefined;
  /** Requests a second. */
  readonly rate: number | undefined;
}

export interface WhatIf {
  readonly timeline: Timeline;
  /** What a roll-out costs with these values; none where it cannot be known. */
  readonly sentences: readonly string[];
  /** Undefined where it cannot be known, or no rate is given. */
  readonly lostRequests: number | undefined;
}

/** One Pod with other values: the same physics as for its own ones, and no judgement. */
export function whatIf(explanation: Explanation, tried: Tried): WhatIf {
  const changed = withTried(explanation, tried);
  const timeline = explanationTimeline(changed);
  return {
    timeline: { ...timeline, panels: timeline.panels.map((panel) => ({ ...panel, title: "with these values" })) },
    sentences: rollOutSentences(changed, tried.rate),
    lostRequests: rollOutPrediction(changed, tried.rate)?.now.lostRequests,
  };
}

function withTried(explanation: Explanation, tried: Tried): Explanation {
  const { current, targetGroups, requestTimeout } = explanation;
  const preStop = tried.preStop ?? current.preStop;
  const times = tried.preStop === undefined ? current : { preStop, gracePeriod: current.gracePeriod };
  const ended = { ...times, gracePeriod: tried.gracePeriod ?? current.gracePeriod };
  return {
    ...explanation,
    current: ended,
    required: ended,
    targetGroups: targetGroups.map((group) =>
      tried.deregistrationDelay === undefined || group.targetType !== "ip"
        ? group
        : {
            ...group,
            deregistrationDelay: { ...group.deregistrationDelay, value: tried.deregistrationDelay },
            nextDeregistrationDelay: undefined,
          },
    ),
    requestTimeout:
      tried.requestTimeout === undefined
        ? requestTimeout
        : { name: "requestTimeout", source: { from: "default" }, ...requestTimeout, value: tried.requestTimeout },
  };
}

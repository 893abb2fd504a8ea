import type { Explanation, PodTimes } from "#model/reports/explanation.ts";
import type { ArgoStrategy } from "#model/workloads/argo-strategy.ts";

/** When the old Pods of an Argo Rollout are deregistered and when they stop; none where they go as those of a Deployment do. */
export function switchSentences({ rollout, targetGroups, current, required }: Explanation): readonly string[] {
  const argo = rollout?.argo;
  if (argo === undefined || targetGroups.length === 0) return [];
  const { scaleDownDelay, abortScaleDownDelay, dynamicStableScale } = argo;
  if (dynamicStableScale) {
    return [
      "With dynamicStableScale, old Pods are deleted while the weight moves, without a delay of their own: only their preStop sleep covers propagation.",
    ];
  }
  if (scaleDownDelay === undefined) return [];
  const kept = `${scaleDownDelay.seconds} s (scaleDownDelaySeconds${scaleDownDelay.field === undefined ? ", default" : ""})`;
  const stop = (times: PodTimes): number => scaleDownDelay.seconds + (times.preStop ?? 0);
  const now = stop(current);
  const then = stop(required);
  return [
    `${beginning(argo)}, which deregisters the old Pods. They are kept for another ${kept}, then deleted.`,
    ...sleepEnds(current, required, now, then),
    ...(abortScaleDownDelay === undefined ? [] : [`After an abort, the new Pods are kept for ${abortScaleDownDelay.seconds} s.`]),
    "Scale-ins, drains and evictions have no such delay, so the preStop sleep is needed all the same.",
  ];
}

function sleepEnds(current: PodTimes, required: PodTimes, now: number, then: number): readonly string[] {
  if (current.extent === "unknown" || required.extent === "unknown") return [];
  return now === then
    ? [`Their sleep ends ${now} s after the switch.`]
    : [`Their sleep ends ${now} s after the switch now, ${then} s with these values.`];
}

function beginning({ strategy, services }: ArgoStrategy): string {
  const named = services.find(({ role }) => role === "active" || role === "stable")?.name;
  const service = named === undefined ? "its Services" : `Service ${named}`;
  return strategy === "blueGreen"
    ? `A promotion switches ${service}`
    : `The end of a roll-out moves the weight and switches ${service}`;
}

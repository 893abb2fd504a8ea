import type { Problem } from "#model/findings/problem.ts";
import { printSource } from "#model/findings/sourced.ts";
import { printDelaySetting } from "#model/load-balancers/delay-setting.ts";
import type { HealthCheck, TargetGroup } from "#model/load-balancers/target-group.ts";
import type { Explanation, PodTimes } from "#model/reports/explanation.ts";
import type {
  ExplanationDocument,
  FailuresDocument,
  HealthCheckDocument,
  RemedyDocument,
  RollOutCostDocument,
  RollOutDocument,
  TargetGroupDocument,
  TimesDocument,
} from "#model/reports/v1alpha1.ts";
import type { Remedy } from "#model/workloads/remedy.ts";
import type { Failures } from "#physics/failures.ts";
import { assumedStartUpSeconds, type RollOutCost } from "#physics/roll-out-cost.ts";
import { controllerJson } from "#wording/cluster/controller-json.ts";
import { nodeJson } from "#wording/cluster/node-json.ts";
import { findingJson } from "#wording/finding-json.ts";
import { message } from "#wording/message.ts";
import { problemText } from "#wording/problem-text.ts";

import { failuresWith } from "./pod-termination.ts";
import { type RollOutPrediction, rollOutPrediction } from "./roll-out-prediction.ts";
import { whyNot } from "./why-not.ts";

/** An explanation as `-o json` prints it: the fields and their meaning are fixed by `outlive.dev/v1alpha1`. */
export const explanationJson = (explanation: Explanation, rate?: number): ExplanationDocument => ({
  apiVersion: "outlive.dev/v1alpha1",
  kind: "Explanation",
  subject: explanation.subject,
  policy: explanation.policy,
  mode: explanation.mode,
  whyNot: whyNot(explanation).map(({ reason, why, command }) => ({ reason, why, command: command ?? null })),
  targetGroups: explanation.targetGroups.map(targetGroupJson),
  current: timesJson(explanation.current),
  required: timesJson(explanation.required),
  remedy: remedyJson(explanation.remedy),
  failures: {
    now: failuresJson(failuresWith(explanation, explanation.current)),
    required: failuresJson(failuresWith(explanation, explanation.required)),
  },
  rollOut: rollOutJson(rollOutPrediction(explanation, rate), rate),
  readinessGates: explanation.readinessGates,
  controller: controllerJson(explanation.controller),
  nodes: explanation.nodes.map(nodeJson),
  findings: explanation.findings.map(findingJson),
  ignored: explanation.ignored.map(({ finding, reason, by }) => ({ rule: finding.rule, subject: finding.subject, reason, by })),
});

/** Null where no value has to change. */
function remedyJson(remedy: Remedy | undefined): RemedyDocument | null {
  if (remedy === undefined) return null;
  const { routes, preStop, gracePeriod } = remedy;
  return {
    routes: routes.map(({ setting, delay }) => ({
      object: setting.object,
      field: setting.field,
      value: printDelaySetting(setting, delay),
      deregistrationDelaySeconds: delay,
    })),
    ...timesJson({ preStop, gracePeriod }),
  };
}

const timesJson = ({ preStop, extent, gracePeriod }: PodTimes): TimesDocument => ({
  preStopSeconds: preStop ?? null,
  ...(extent === undefined ? {} : { preStopExtent: extent }),
  terminationGracePeriodSeconds: gracePeriod,
});

function failuresJson(failures: Failures | undefined): FailuresDocument | null {
  if (failures === undefined) return null;
  const { newRequests, inFlight } = failures;
  return {
    newRequests: newRequests === undefined ? null : { fromSeconds: newRequests.from, toSeconds: newRequests.to },
    inFlight: inFlight === undefined ? null : { cutBy: inFlight.by, atSeconds: inFlight.at, safeUpToSeconds: inFlight.safeUpTo },
  };
}

function rollOutJson(prediction: RollOutPrediction | undefined, rate: number | undefined): RollOutDocument | null {
  if (prediction === undefined) return null;
  const cost = ({ lostRequests, seconds }: RollOutCost): RollOutCostDocument => ({
    lostRequests: lostRequests === undefined ? null : Math.round(lostRequests),
    seconds: Math.ceil(seconds),
  });
  return {
    pods: prediction.pods,
    requestsPerSecond: rate ?? null,
    assumedStartUpSeconds,
    now: cost(prediction.now),
    required: cost(prediction.required),
  };
}

const targetGroupJson = (group: TargetGroup): TargetGroupDocument => ({
  loadBalancer: group.loadBalancer,
  origin: { kind: group.origin.kind, namespace: group.origin.namespace ?? null, name: group.origin.name },
  binding: group.binding ?? null,
  service: group.service,
  port: group.port,
  targetType: group.targetType,
  attributes: group.attributes,
  deregistrationDelaySeconds: group.deregistrationDelay.value,
  deregistrationDelaySource: printSource(group.deregistrationDelay.source),
  healthCheck: group.healthCheck === undefined ? null : healthCheckJson(group.healthCheck),
  idleTimeoutSeconds: group.idleTimeout?.value ?? null,
  ...(group.targetStates === undefined ? {} : { targetStates: group.targetStates }),
  problems: group.problems.map(problemJson),
});

const healthCheckJson = ({ protocol, port, path, matcher, ...times }: HealthCheck): HealthCheckDocument => ({
  protocol,
  port,
  path,
  intervalSeconds: times.interval,
  timeoutSeconds: times.timeout,
  healthyThreshold: times.healthyThreshold,
  unhealthyThreshold: times.unhealthyThreshold,
  ...(matcher === null ? {} : { matcher }),
});

const problemJson = (problem: Problem): TargetGroupDocument["problems"][number] => ({
  id: problem.id,
  severity: problem.severity,
  message: message(problemText(problem)),
});

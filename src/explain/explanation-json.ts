import type { Problem } from "#model/findings/problem.ts";
import { printSource } from "#model/findings/sourced.ts";
import type { HealthCheck, TargetGroup } from "#model/load-balancers/target-group.ts";
import type { Explanation, PodTimes } from "#model/reports/explanation.ts";
import { findingJson } from "#wording/finding-json.ts";
import { problemText } from "#wording/problem-text.ts";

/** An explanation as `-o json` prints it: the fields and their meaning are fixed by `outlive.dev/v1alpha1`. */
export const explanationJson = (explanation: Explanation): object => ({
  apiVersion: "outlive.dev/v1alpha1",
  kind: "Explanation",
  subject: explanation.subject,
  policy: explanation.policy,
  mode: explanation.mode,
  targetGroups: explanation.targetGroups.map(targetGroupJson),
  current: timesJson(explanation.current),
  required: timesJson(explanation.required),
  readinessGates: explanation.readinessGates,
  findings: explanation.findings.map(findingJson),
});

const timesJson = ({ preStop, gracePeriod }: PodTimes): object => ({
  preStopSeconds: preStop ?? null,
  terminationGracePeriodSeconds: gracePeriod,
});

const targetGroupJson = (group: TargetGroup): object => ({
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
  problems: group.problems.map(problemJson),
});

const healthCheckJson = ({ protocol, port, path, matcher, ...times }: HealthCheck): object => ({
  protocol,
  port,
  path,
  intervalSeconds: times.interval,
  timeoutSeconds: times.timeout,
  healthyThreshold: times.healthyThreshold,
  unhealthyThreshold: times.unhealthyThreshold,
  ...(matcher === null ? {} : { matcher }),
});

function problemJson(problem: Problem): object {
  const { what, why, todo } = problemText(problem);
  return { id: problem.id, severity: problem.severity, message: `${what}: ${why}; ${todo}` };
}

/** The whole cluster evaluated as it stands: every workload in scope, and the Pods of it that run with less than they need. */

import { type DecisionContext, decisionContext, type GivenContext, policyNamed } from "#assessment/context.ts";
import { controllerProblems } from "#assessment/controller/controller-problems.ts";
import { controllerSummary } from "#assessment/controller/controller-summary.ts";
import { withoutIgnored } from "#assessment/ignored-findings.ts";
import { namespaceTreatment } from "#assessment/namespace-treatment.ts";
import { knownGroups } from "#assessment/nodes/node-groups.ts";
import { podsOfWorkload } from "#assessment/pods-of-workload.ts";
import { loadRunningPod, outdatedIn, podsByWorkload } from "#assessment/running-pods.ts";
import { explain } from "#explain/explain.ts";
import { findingsOfPods } from "#explain/given-at-creation.ts";
import type { Finding } from "#model/findings/finding.ts";
import { findingOfProblem } from "#model/findings/problem-finding.ts";
import type { AuditedWorkload, AuditReport } from "#model/reports/audit-report.ts";
import type { RunningPod } from "#model/workloads/running-pod.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { lackedByPods, restartNeeded } from "#policy/restart-needed.ts";
import { withPrimary } from "#workloads/flagger-primary.ts";

export function audit(
  workloads: readonly Workload[],
  given: GivenContext,
  onProgress: (done: number) => void = () => {},
): AuditReport {
  const context = decisionContext(given);
  const audited = workloads.map((workload, index) => {
    const explanation = explain(workload, given);
    onProgress(index + 1);
    return { workload, explanation };
  });
  const inScope = audited.filter(({ explanation }) => explanation.mode !== "off");
  const outOfScope = audited.filter(({ explanation }) => explanation.mode === "off");
  const namespaces = new Set(outOfScope.map(({ workload }) => workload.ref.namespace ?? ""));
  return {
    workloads: inScope.map(({ workload, explanation }) => withPods(workload, explanation, context)),
    outOfScope: outOfScope.length,
    namespaceFindings: [...namespaces].flatMap((namespace) => namespaceTreatment(namespace, context).findings),
    controller: controllerSummary(given),
    nodes: distinctGroups(context),
    controllerFindings: controllerProblems(given).map(findingOfProblem),
    floorFindings: [],
    ignored: [],
  };
}

/** One workload by itself; undefined where its namespace is out of scope. */
export function auditWorkload(workload: Workload, given: GivenContext): AuditedWorkload | undefined {
  const explanation = explain(workload, given);
  return explanation.mode === "off" ? undefined : withPods(workload, explanation, decisionContext(given));
}

function distinctGroups(context: DecisionContext): AuditReport["nodes"] {
  const { nodeShutdown } = policyNamed(context, context.settings.defaultPolicy).parameters;
  const { view, settings } = context;
  const groups = knownGroups({ view, nodeShutdown, excludedNamespaces: settings.excludedNamespaces });
  return [...new Map(groups.map(({ id, group }) => [id, group])).values()];
}

function withPods(workload: Workload, explanation: AuditedWorkload["explanation"], context: DecisionContext): AuditedWorkload {
  const pods = withPrimary(workload, context.view).flatMap((each) => podsOfWorkload(each, context.view));
  const { policy } = namespaceTreatment(workload.ref.namespace ?? "", context);
  const outdated = explanation.skipped === undefined ? pods.filter(outdatedIn(policy, context)) : [];
  const restarts = withoutIgnored(restartsOf(outdated, policy, context), context);
  const findings = [...findingsOfPods(explanation), ...restarts.kept];
  const ignored = [...explanation.ignored, ...restarts.ignored];
  return { explanation: { ...explanation, findings, ignored }, pods: pods.length, outdatedPods: outdated.length };
}

/** What the creation of the route said, for whoever did not read it. */
function restartsOf(outdated: readonly RunningPod[], namespacePolicy: string, context: DecisionContext): readonly Finding[] {
  const [first] = outdated;
  if (first === undefined) return [];
  const { services } = loadRunningPod(first, namespacePolicy, context).facts;
  return podsByWorkload(outdated, services, context).flatMap(({ weakest }) => {
    const { facts, policy } = loadRunningPod(weakest, namespacePolicy, context);
    return restartNeeded(facts, lackedByPods(facts, policy)) ?? [];
  });
}

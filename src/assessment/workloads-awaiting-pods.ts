/**
 * Pods are made within moments of their workload, and an API server reviews a Service or an Ingress of the same `kubectl apply` in
 * these moments: Pods that are there by then, and come too early, are not seen yet.
 */
import { refId } from "#model/kubernetes/refs.ts";
import type { Workload } from "#model/workloads/workload.ts";
import type { WorkloadAwaitingPods } from "#policy/decide-route.ts";
import { runsToCompletion } from "#workloads/runs-to-completion.ts";
import type { DecisionContext } from "./context.ts";
import { loadWorkloadFacts } from "./load-workload-facts.ts";
import type { AffectedPods } from "./running-pods.ts";

/** Those that should have Pods, and of which none has been seen. */
export function workloadsAwaitingPods(workloads: readonly Workload[], pods: readonly AffectedPods[]): readonly Workload[] {
  const seen = new Set(pods.map(({ workload }) => refId(workload)));
  return workloads.filter(
    (workload) => workload.rollout?.replicas !== 0 && !runsToCompletion(workload) && !seen.has(refId(workload.ref)),
  );
}

/** The template with the route as it was and as it would be; none where the workload is skipped by annotation. */
export function loadTemplateFacts(
  workload: Workload,
  namespacePolicy: string,
  then: DecisionContext,
  now: DecisionContext,
): readonly WorkloadAwaitingPods[] {
  const { facts: after, policy, overrides } = loadWorkloadFacts(workload, namespacePolicy, now);
  if (overrides.skip !== undefined) return [];
  return [{ before: loadWorkloadFacts(workload, namespacePolicy, then).facts, after, policy }];
}

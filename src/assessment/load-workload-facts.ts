import type { Finding } from "#model/findings/finding.ts";
import type { Problem } from "#model/findings/problem.ts";
import type { Policy, PolicyParameters } from "#model/settings/policy.ts";
import type { Workload } from "#model/workloads/workload.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { type AnnotationLayer, type Overrides, readOverrides } from "#workloads/overrides.ts";
import { ownerOf } from "#workloads/owner.ts";
import { timingsOf } from "#workloads/timings.ts";
import { collectFacts } from "./collect-facts.ts";
import { type DecisionContext, policyNamed } from "./context.ts";

/** A workload or Pod with all that is known of it, ready to be evaluated by the policy that it falls under. */
export interface LoadedWorkload {
  readonly facts: WorkloadFacts;
  /** The same with the timings that the object has, without those that its annotations require. */
  readonly written: WorkloadFacts;
  readonly policy: Policy;
  readonly overrides: Overrides;
  /** About annotations that cannot be read and hooks that are skipped. */
  readonly notices: readonly Finding[];
  /** Of the routes, Services and bindings in front. */
  readonly routeProblems: readonly Problem[];
}

/** The policy is the Pod's annotation, else the template's, else the workload's, else the namespace's, else the configured one. */
export function loadWorkloadFacts(
  workload: Workload,
  namespacePolicy: string,
  context: DecisionContext,
  owner: Workload | undefined = ownerIn(workload, context),
): LoadedWorkload {
  const overrides = overridesOf(workload, owner, context);
  const policy = policyNamed(context, overrides.policy ?? namespacePolicy);
  const { facts, findings, routeProblems } = collectFacts(workload, overrides, policy.parameters, context);
  const written = withoutRequested(facts, overrides, policy.parameters);
  return { facts, written, policy, overrides, notices: [...overrides.findings, ...findings], routeProblems };
}

function withoutRequested(facts: WorkloadFacts, overrides: Overrides, parameters: PolicyParameters): WorkloadFacts {
  if (overrides.preStop === undefined && overrides.gracePeriod === undefined) return facts;
  const asWritten = { ...overrides, preStop: undefined, gracePeriod: undefined };
  return { ...facts, timings: timingsOf(facts.workload, facts, asWritten, parameters) };
}

export function overridesOf(workload: Workload, owner: Workload | undefined, { settings }: DecisionContext): Overrides {
  const containerNames = workload.podSpec.containers.map(({ name }) => name);
  const policyNames = settings.policies.map(({ name }) => name);
  return readOverrides(annotationLayers(workload, owner), policyNames, containerNames);
}

/** A template's own workload, or the one that made a Pod. */
const ownerIn = (workload: Workload, { view }: DecisionContext): Workload | undefined =>
  workload.podPath.length === 0 ? ownerOf(workload, view) : workload;

function annotationLayers(workload: Workload, owner: Workload | undefined): readonly AnnotationLayer[] {
  const path = "metadata";
  return [
    ...(owner === undefined
      ? []
      : [{ object: owner.ref, holder: "workload" as const, path, annotations: owner.annotations, labels: owner.labels }]),
    {
      object: workload.ref,
      holder: "pod",
      path: [...workload.podPath, path].join("."),
      annotations: workload.podAnnotations,
      labels: workload.podLabels,
    },
  ];
}

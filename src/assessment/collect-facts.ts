import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { nativeSleepEverywhere } from "#kubernetes/view/native-sleep.ts";
import { servicesSelecting, servicesSelectingAtRunTime } from "#load-balancers/services-selecting.ts";
import { targetGroupsOf } from "#load-balancers/target-groups.ts";
import type { Finding } from "#model/findings/finding.ts";
import type { Problem } from "#model/findings/problem.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import type { PolicyParameters } from "#model/settings/policy.ts";
import type { Settings } from "#model/settings/settings.ts";
import type { Workload } from "#model/workloads/workload.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import type { Overrides } from "#workloads/overrides.ts";
import { countedContainers, timingsOf } from "#workloads/timings.ts";
import { disruptionBudgetsOf } from "./disruption-budgets.ts";
import { fewestPodsOf } from "./fewest-pods.ts";
import { gateStates } from "./readiness-gates.ts";
import { assumedTargetGroups } from "./unrouted.ts";

export interface CollectedFacts {
  readonly facts: WorkloadFacts;
  readonly findings: readonly Finding[];
  /** Of the routes, Services and bindings in front. */
  readonly routeProblems: readonly Problem[];
}

interface FactSources {
  readonly view: ClusterView;
  readonly flags: ControllerFlags;
  readonly settings: Settings;
  /** `gitVersion` of the API server; undefined where manifests are judged without one. */
  readonly serverVersion?: string | undefined;
}

/** Everything that is judged about one workload or Pod, asked of the view once. The one entry to facts for a decision. */
export function collectFacts(
  workload: Workload,
  overrides: Overrides,
  parameters: PolicyParameters,
  { view, flags, settings, serverVersion }: FactSources,
): CollectedFacts {
  const pod = { namespace: workload.ref.namespace ?? "", labels: workload.podLabels };
  const counted = countedContainers(workload.podSpec, overrides);
  const fewestPods = fewestPodsOf(workload, view);
  const selecting = servicesSelecting(pod, view);
  const { targetGroups, problems } = targetGroupsOf(pod, view, flags);
  const later = servicesSelectingAtRunTime(pod, view).filter(({ service }) =>
    targetGroups.some((targetGroup) => targetGroup.service === service.meta.name),
  );
  const services = [...selecting, ...later.map(({ service }) => service)];
  return {
    facts: {
      workload,
      counted,
      timings: timingsOf(workload, counted, overrides, parameters),
      services: settings.unrouted === "none" && targetGroups.length === 0 ? [] : services,
      targetGroups: targetGroups.length > 0 ? targetGroups : assumedTargetGroups(services, settings),
      gates: gateStates(workload, targetGroups, view),
      fewestPods,
      disruptionBudgets: disruptionBudgetsOf(pod, fewestPods?.pods, view),
      nativeSleep: nativeSleepEverywhere(view, serverVersion),
    },
    findings: counted.flatMap((index) => customHook(workload, index)),
    routeProblems: problems,
  };
}

function customHook(workload: Workload, index: number): readonly Finding[] {
  const container = workload.podSpec.containers[index];
  if (container?.preStop.kind !== "other") return [];
  return [
    {
      rule: "custom-prestop-hook",
      severity: "warning",
      subject: workload.ref,
      path: [...workload.podPath, "spec", `containers[${index}]`, "lifecycle", "preStop"].join("."),
      actual: undefined,
      required: undefined,
      because: [],
      details: { container: container.name, handler: container.preStop.handler },
    },
  ];
}

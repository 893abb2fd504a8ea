import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { nativeSleepEverywhere } from "#kubernetes/view/native-sleep.ts";
import { onFargate } from "#load-balancers/fargate.ts";
import { podLike, servicesSelecting, servicesSelectingAtRunTime } from "#load-balancers/services-selecting.ts";
import { targetGroupsOf } from "#load-balancers/target-groups.ts";
import type { Finding } from "#model/findings/finding.ts";
import type { Problem } from "#model/findings/problem.ts";
import type { AwsFacts } from "#model/load-balancers/aws-facts.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import type { PolicyParameters } from "#model/settings/policy.ts";
import type { Settings } from "#model/settings/settings.ts";
import type { Workload } from "#model/workloads/workload.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import type { Overrides } from "#workloads/overrides.ts";
import { servingContainers, targetPorts } from "#workloads/serving-containers.ts";
import { countedContainers, timingsOf } from "#workloads/timings.ts";
import { deregistrationQueue } from "./controller/deregistration-queue.ts";
import { disruptionBudgetsOf } from "./disruption-budgets.ts";
import { withEffectiveRollout } from "./effective-rollout.ts";
import { fewestPodsOf } from "./fewest-pods.ts";
import { fargate } from "./nodes/fargate.ts";
import { nodeGroupsFor } from "./nodes/node-groups.ts";
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
  /** `gitVersion` of the API server; of manifests, the version that they are meant for. Undefined where it is not known. */
  readonly serverVersion?: string | undefined;
  readonly awsFacts?: AwsFacts | undefined;
}

/** Everything that is evaluated about one workload or Pod, read from the view once. The one entry to facts for a decision. */
export function collectFacts(
  workload: Workload,
  overrides: Overrides,
  parameters: PolicyParameters,
  { view, flags, settings, serverVersion, awsFacts }: FactSources,
): CollectedFacts {
  const pod = podLike(workload, view);
  const counted = countedContainers(workload.podSpec, overrides);
  const fewestPods = fewestPodsOf(workload, view);
  const selecting = servicesSelecting(pod, view);
  const { targetGroups, problems } = targetGroupsOf(pod, view, flags, awsFacts);
  const later = servicesSelectingAtRunTime(pod, view).filter(({ service }) =>
    targetGroups.some((targetGroup) => targetGroup.service === service.meta.name),
  );
  const excludedNamespaces = settings.excludedNamespaces;
  const queue = deregistrationQueue(workload, targetGroups, { view, excludedNamespaces });
  const services = [...selecting, ...later.map(({ service }) => service)];
  const serving = servingContainers(workload.podSpec, counted, targetPorts(services, targetGroups));
  return {
    facts: {
      workload: withEffectiveRollout(workload, serverVersion),
      counted,
      serving,
      timings: timingsOf(workload, { counted, serving }, overrides, parameters),
      services: settings.unrouted === "none" && targetGroups.length === 0 ? [] : services,
      targetGroups: targetGroups.length > 0 ? targetGroups : assumedTargetGroups(services, settings),
      gates: gateStates(workload, targetGroups, view),
      fewestPods,
      disruptionBudgets: disruptionBudgetsOf(pod, fewestPods?.pods, view),
      nodes: onFargate(pod, view)
        ? [fargate]
        : nodeGroupsFor(workload.podSpec.placement, {
            view,
            excludedNamespaces,
            nodeShutdown: parameters.nodeShutdown,
          }),
      ...(queue === undefined ? {} : { deregistrationQueue: queue }),
      nativeSleep: nativeSleepEverywhere(view, serverVersion),
    },
    findings: [
      ...serving.flatMap((index) => customHook(workload, index)),
      ...counted.flatMap((index) => missingProgram(workload, index)),
    ],
    routeProblems: problems,
  };
}

/** A hook that is known to wait is what a Pod like this needs. */
function customHook(workload: Workload, index: number): readonly Finding[] {
  const container = workload.podSpec.containers[index];
  if (container?.preStop.kind !== "other" || container.preStop.waiter !== undefined) return [];
  return [aboutHook("custom-prestop-hook", workload, index, { container: container.name, handler: container.preStop.handler })];
}

function missingProgram(workload: Workload, index: number): readonly Finding[] {
  const container = workload.podSpec.containers[index];
  if (container?.minimalImage !== true || container.preStop.kind !== "sleep" || container.preStop.form === "native") return [];
  return [aboutHook("sleep-program-missing", workload, index, { container: container.name })];
}

const aboutHook = (
  rule: "custom-prestop-hook" | "sleep-program-missing",
  workload: Workload,
  index: number,
  details: Finding["details"],
): Finding => ({
  rule,
  severity: "warning",
  subject: workload.ref,
  path: [...workload.podPath, "spec", `containers[${index}]`, "lifecycle", "preStop"].join("."),
  actual: undefined,
  required: undefined,
  because: [],
  details,
});

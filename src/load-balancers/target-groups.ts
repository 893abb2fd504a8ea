/** Every target group that a Pod is registered in, or will be: those that follow from routes, and those that only a binding tells of. */

import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { nameKey } from "#kubernetes/view/index-keys.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { grouped } from "#model/grouped.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import { refId, refPath } from "#model/kubernetes/refs.ts";
import type { AwsFacts } from "#model/load-balancers/aws-facts.ts";
import type { Service, TargetGroupBinding } from "#model/load-balancers/routing.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import { withAwsFacts } from "./aws/with-aws-facts.ts";
import { bindingProblems } from "./binding/binding-problems.ts";
import { matchBindings } from "./binding/match-bindings.ts";
import { type OriginState, originState } from "./binding/origin-state.ts";
import { orphanedTargetGroup, userMadeTargetGroup } from "./binding/user-made.ts";
import { distinctProblems, type Stack, type TargetGroupsOfPod } from "./derived-target-group.ts";
import { fargateProblems } from "./fargate.ts";
import { routeKinds } from "./route-kinds/route-kinds.ts";
import { type PodLike, servicesSelecting, servicesSelectingAtRunTime } from "./services-selecting.ts";

/** Kinds that are built together share one. */
const sources = [...new Set(Object.values(routeKinds).flatMap(({ targetGroups }) => targetGroups ?? []))];

/**
 * Costs as much as the Services that select the Pod have routes, whatever else the cluster holds. Routed Services that will select it
 * once a label is set at run time are counted in.
 */
export function targetGroupsOf(pod: PodLike, view: ClusterView, flags: ControllerFlags, aws?: AwsFacts): TargetGroupsOfPod {
  const later = servicesSelectingAtRunTime(pod, view);
  const services = [...servicesSelecting(pod, view), ...later.map(({ service }) => service)];
  const found = targetGroupsOfServices(services, view, flags, aws);
  const routed = later.filter(({ service }) =>
    found.targetGroups.some((targetGroup) => targetGroup.service === service.meta.name),
  );
  const problems = routed.map(({ service, labels }) =>
    problem("service-selects-at-run-time", refOf(service.meta), "spec.selector", { labels: labels.join(", ") }),
  );
  return {
    targetGroups: found.targetGroups,
    problems: distinctProblems([...found.problems, ...problems, ...fargateProblems(pod, found.targetGroups, view)]),
  };
}

/** `aws`: what AWS reports of target groups whose ARN is known, where it is asked at all. */
export function targetGroupsOfServices(
  services: readonly Service[],
  view: ClusterView,
  flags: ControllerFlags,
  aws?: AwsFacts,
): TargetGroupsOfPod {
  const found = sources.map((source) => source(services, view, flags));
  const derived = found.flatMap(({ targetGroups }) => targetGroups);
  const routeProblems = found.flatMap(({ problems }) => problems);
  const bindings = services.flatMap((service) => bindingsOf(service, view));
  const matched = matchBindings(derived, bindings);
  const states = new Map<string, OriginState>();
  const stateOf = (stack: Stack): OriginState => {
    const key = `${stack.kind} ${stack.name}`;
    const state = states.get(key) ?? originState(stack, routeProblems, { view, flags });
    states.set(key, state);
    return state;
  };
  const targetGroups = inOrder([
    ...matched.targetGroups,
    ...matched.orphans
      .filter(({ stack }) => stateOf(stack) !== "outdated")
      .map(({ binding, stack }) => orphanedTargetGroup(binding, stack.name)),
    ...matched.userMade.map((binding) =>
      userMadeTargetGroup(binding, view.get("Service", binding.meta.namespace, binding.service.name)),
    ),
  ]);
  const problems = [
    ...routeProblems,
    ...bindings.flatMap((binding) => bindingProblems(binding, view)),
    ...targetGroups.flatMap((targetGroup) => targetGroup.problems),
  ];
  return withAwsFacts({ targetGroups, problems: distinctProblems(problems) }, aws);
}

/** Found once for all of the bindings and routes that lead to the Service. What AWS says changes without the view, and is read each time. */
export function problemsInFront(
  service: Service,
  view: ClusterView,
  flags: ControllerFlags,
  aws?: AwsFacts,
): ReadonlyMap<string, readonly Problem[]> {
  const find = (): ReadonlyMap<string, readonly Problem[]> =>
    grouped(targetGroupsOfServices([service], view, flags, aws).problems, ({ object }) => refId(object));
  if (aws !== undefined) return find();
  return view.memoize(problemsInFront, JSON.stringify([service.meta.namespace, service.meta.name, flags]), find);
}

/** Those that are being deleted register nothing anymore. */
export const bindingsOf = ({ meta }: Service, view: ClusterView): readonly TargetGroupBinding[] => {
  const key = nameKey(meta.namespace, meta.name);
  return [...view.indexed("TargetGroupBinding", "service", key), ...view.indexed("EksTargetGroupBinding", "service", key)].filter(
    (binding) => !binding.meta.deleting,
  );
};

/** One order whatever the order of the objects, so that answers and patches can be compared. */
const inOrder = (targetGroups: readonly TargetGroup[]): readonly TargetGroup[] =>
  targetGroups
    .map((targetGroup) => ({ targetGroup, place: placeOf(targetGroup) }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ targetGroup }) => targetGroup);

const placeOf = ({ origin, service, port, binding }: TargetGroup): string =>
  JSON.stringify([origin.kind, refPath(origin), service, String(port), binding ?? ""]);

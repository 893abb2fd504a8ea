import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { nameKey } from "#kubernetes/view/index-keys.ts";
import { ingressesShifting } from "#load-balancers/argo/weighted-action.ts";
import type { DerivedTargetGroup, DerivedTargetGroups } from "#load-balancers/derived-target-group.ts";
import type { Problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import { refId } from "#model/kubernetes/refs.ts";
import type { Ingress, Service } from "#model/load-balancers/routing.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import { type BuiltGroup, buildGroup } from "./build-group.ts";
import { groupOf, type IngressGroup } from "./group.ts";
import { ownershipOf } from "./ownership.ts";

/**
 * The target groups that Ingresses put these Services into: one for each Ingress, Service and form of the port.
 * Problems are those of the Ingresses that name one of the Services, and of the Services themselves.
 */
export function ingressTargetGroups(
  services: readonly Service[],
  view: ClusterView,
  flags: ControllerFlags,
): DerivedTargetGroups {
  const wanted = new Set(services.map(({ meta }) => nameKey(meta.namespace, meta.name)));
  const naming = [...wanted].flatMap((service) => view.indexed("Ingress", "service", service));
  const ingresses = [...new Set([...naming, ...services.flatMap((service) => ingressesShifting(service, view))])];
  const { built, problems } = groupsOf(ingresses, view, flags);
  const concerned = new Set([...ingresses, ...services].map(({ meta }) => refId(refOf(meta))));
  const ofParams = (found: Problem): boolean => found.object.kind === "IngressClassParams";
  const ofGroups = built
    .flatMap((group) => group.problems)
    .filter((found) => ofParams(found) || concerned.has(refId(found.object)));
  return { targetGroups: built.flatMap((group) => derivedOf(group, wanted)), problems: [...problems, ...ofGroups] };
}

/** Each group that one of the Ingresses belongs to, once. Problems are of those that belong to none, though they should. */
export function groupsOf(
  ingresses: readonly Ingress[],
  view: ClusterView,
  flags: ControllerFlags,
): { readonly built: readonly BuiltGroup[]; readonly problems: readonly Problem[] } {
  const groups = new Map<string, IngressGroup>();
  const problems: Problem[] = [];
  for (const ingress of ingresses) {
    const owned = ownershipOf(ingress, view, flags);
    if (owned.managed === "refused") problems.push(...owned.problems);
    if (owned.managed !== "yes") continue;
    const reading = groupOf(ingress, owned);
    if (reading.ok) groups.set(JSON.stringify(reading.group), reading.group);
    else problems.push(...owned.problems, reading.problem);
  }
  return { built: [...groups.values()].map((group) => builtOnce(group, view, flags)), problems };
}

/** Whether other members stop the group that this Ingress belongs to; `without` is a view that does not hold it. */
export function stoppedByOthers(ingress: Ingress, without: ClusterView, flags: ControllerFlags): boolean {
  const { built } = groupsOf([ingress], without, flags);
  return built.some(({ group, stopped }) => group.explicit && stopped);
}

/** A named group may have hundreds of members, each of which leads here; a group of one Ingress is built as fast as it is looked up. */
export function builtOnce(group: IngressGroup, view: ClusterView, flags: ControllerFlags): BuiltGroup {
  const build = (): BuiltGroup => buildGroup(group, { view, flags });
  return group.explicit ? view.memoize(buildGroup, JSON.stringify([group, flags]), build) : build();
}

const derivedOf = ({ group, targetGroups, stopped }: BuiltGroup, wanted: ReadonlySet<string>): readonly DerivedTargetGroup[] =>
  targetGroups
    .filter(({ namespace, service }) => wanted.has(nameKey(namespace, service)))
    .map((targetGroup) => ({
      targetGroup,
      stack: group.explicit ? { kind: "ingress-group", name: group.id } : { kind: "ingress", name: group.id },
      refused: stopped,
    }));

import { nameKey } from "#kubernetes/view/index-keys.ts";
import type { RouteContext } from "#load-balancers/route-kinds/route-kind.ts";
import type { Problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import { sameObject } from "#model/kubernetes/refs.ts";
import type { Ingress } from "#model/load-balancers/routing.ts";
import { groupsOf } from "./ingress-target-groups.ts";

/** Its own, and those of the Services that it names, whose annotations it is built from. */
export function ingressProblems(ingress: Ingress, { view, flags }: RouteContext): readonly Problem[] {
  const { built, problems } = groupsOf([ingress], view, flags);
  const own = refOf(ingress.meta);
  const services = new Set(
    built.flatMap(({ targetGroups }) =>
      targetGroups.filter(({ origin }) => sameObject(origin, own)).map(({ namespace, service }) => nameKey(namespace, service)),
    ),
  );
  const ofItsServices = ({ object }: Problem): boolean =>
    object.kind === "Service" && services.has(nameKey(object.namespace ?? "", object.name));
  const concerned = (found: Problem): boolean => sameObject(own, found.object) || ofItsServices(found);
  return [...problems, ...built.flatMap((group) => group.problems).filter(concerned)];
}

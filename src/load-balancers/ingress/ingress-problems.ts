import type { RouteContext } from "#load-balancers/route-kinds/route-kind.ts";
import type { Problem } from "#model/findings/problem.ts";
import { grouped } from "#model/grouped.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import { refId } from "#model/kubernetes/refs.ts";
import type { Ingress } from "#model/load-balancers/routing.ts";
import { perObject } from "#model/per-object.ts";
import type { BuiltGroup } from "./build-group.ts";
import { groupsOf } from "./ingress-target-groups.ts";

/** Its own, and those of the Services that it names, whose annotations it is built from. */
export function ingressProblems(ingress: Ingress, { view, flags }: RouteContext): readonly Problem[] {
  const { built, problems } = groupsOf([ingress], view, flags);
  const own = refId(refOf(ingress.meta));
  const concerned = built.flatMap((group) => {
    const { problemsOf, targetGroupsOf } = byObject(group);
    const services = new Set((targetGroupsOf.get(own) ?? []).map(({ namespace, service }) => serviceId(namespace, service)));
    return [own, ...services].flatMap((id) => problemsOf.get(id) ?? []);
  });
  return [...problems, ...concerned];
}

const serviceId = (namespace: string, name: string): string => refId({ apiVersion: "v1", kind: "Service", namespace, name });

/** A group is built once for all of its members, and each of them looks for its own. */
const byObject = perObject(({ problems, targetGroups }: BuiltGroup) => ({
  problemsOf: grouped(problems, ({ object }) => refId(object)),
  targetGroupsOf: grouped(targetGroups, ({ origin }) => refId(origin)),
}));

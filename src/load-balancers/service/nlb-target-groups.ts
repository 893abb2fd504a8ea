import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { nameKey } from "#kubernetes/view/index-keys.ts";
import type { DerivedTargetGroups } from "#load-balancers/derived-target-group.ts";
import type { Problem } from "#model/findings/problem.ts";
import type { Service } from "#model/load-balancers/routing.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import { type BuiltService, builtService } from "./built-service.ts";
import { ownershipProblems } from "./ownership-problems.ts";
import { serviceOwner } from "./service-ownership.ts";

/**
 * The target groups of network load balancers that these Services are in: those of their own load balancers, and those of
 * Services that forward to them with weights.
 */
export function nlbTargetGroups(services: readonly Service[], view: ClusterView, flags: ControllerFlags): DerivedTargetGroups {
  const wanted = new Set(services.map(({ meta }) => nameKey(meta.namespace, meta.name)));
  const forwarding = [...wanted].flatMap((key) => view.indexed("Service", "forwardsTo", key));
  const bases = new Map(
    [...forwarding, ...services].map((service) => [nameKey(service.meta.namespace, service.meta.name), service]),
  );
  const found = [...bases].map(([name, base]) => ({ name, ...ofBase(base, view, flags) }));
  const targetGroups = found.flatMap(({ name, targetGroups: made, problems }) =>
    made
      .filter(({ namespace, service }) => wanted.has(nameKey(namespace, service)))
      .map((targetGroup) => ({
        targetGroup,
        stack: { kind: "service" as const, name },
        refused: problems.some(({ severity }) => severity === "error"),
      })),
  );
  return { targetGroups, problems: found.flatMap(({ problems }) => problems) };
}

/** Everything that is wrong with the Service as a load balancer, its target groups included; empty where it requires none. */
export const problemsAsLoadBalancer = (service: Service, view: ClusterView, flags: ControllerFlags): readonly Problem[] =>
  ofBase(service, view, flags).problems;

function ofBase(base: Service, view: ClusterView, flags: ControllerFlags): BuiltService {
  const owner = serviceOwner(base, flags);
  const problems = ownershipProblems(base, owner, view, flags);
  switch (owner) {
    case "nobody":
    case "in-tree":
      return { targetGroups: [], problems };
    case "controller":
    case "auto-mode": {
      const built = builtService(base, owner, view, flags);
      return { ...built, problems: [...problems, ...built.problems] };
    }
  }
}

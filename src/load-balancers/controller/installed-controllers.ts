import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import type { InstalledController } from "#model/load-balancers/installed-controller.ts";
import { perObject } from "#model/per-object.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { readArguments } from "./controller-arguments.ts";
import { isProven } from "./proven-versions.ts";

/** Every AWS Load Balancer Controller whose Deployment is known, in the order of namespace, then name. EKS Auto Mode's has none. */
export const installedControllers = (view: ClusterView): readonly InstalledController[] =>
  view
    .indexed("Deployment", "program", "aws-load-balancer-controller", { uncounted: true })
    .flatMap((deployment) => controllerOf(deployment) ?? []);

export const controllerOf = perObject(({ ref, program, rollout }: Workload): InstalledController | undefined =>
  program?.name === "aws-load-balancer-controller"
    ? {
        ref,
        image: program.image,
        version: program.version,
        replicas: rollout?.replicas ?? 1,
        ...readArguments(program.arguments, isProven(program.version)),
      }
    : undefined,
);

/**
 * Those whose settings count. Anybody who may create a Deployment could write one that looks like the controller, so one in a namespace
 * that Outlive leaves alone, such as kube-system, counts before all others.
 */
export function decisiveControllers(
  controllers: readonly InstalledController[],
  excludedNamespaces: readonly string[],
): readonly InstalledController[] {
  const trusted = controllers.filter(({ ref }) => excludedNamespaces.includes(ref.namespace ?? ""));
  const decisive = trusted.length > 0 ? trusted : controllers;
  const running = decisive.filter(({ replicas }) => replicas > 0);
  return running.length > 0 ? running : decisive;
}

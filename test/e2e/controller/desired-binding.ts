import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { groupsOf } from "#load-balancers/ingress/ingress-target-groups.ts";
import { nlbTargetGroups } from "#load-balancers/service/nlb-target-groups.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";

/** A TargetGroupBinding that the controller keeps, and the load balancer that its target group hangs on. */
export interface DesiredBinding {
  readonly name: string;
  /** `origin` labels of the controller (pkg/deploy/tracking/provider.go of 3.5). */
  readonly labels: Readonly<Record<string, string>>;
  readonly targetGroup: TargetGroup;
  readonly loadBalancer: { readonly kind: "alb"; readonly name: string } | { readonly kind: "nlb" };
  /** Paths of the Ingress that lead to it; empty for an NLB. */
  readonly prefixes: readonly string[];
}

export interface Desired {
  readonly bindings: readonly DesiredBinding[];
  /** Groups that the controller refuses as they are: it leaves alone what it had made of them. */
  readonly frozen: ReadonlySet<string>;
}

/** All bindings that follow from the Ingresses and Services of the cluster. */
export function desiredBindings(view: ClusterView, flags: ControllerFlags): Desired {
  const { built } = groupsOf(view.list("Ingress"), view, flags);
  const services = nlbTargetGroups(view.list("Service"), view, flags).targetGroups;
  const ofIngresses = built
    .filter(({ stopped }) => !stopped)
    .flatMap(({ group, targetGroups }) =>
      targetGroups.flatMap((targetGroup) =>
        named(targetGroup, {
          labels: group.explicit ? { "ingress.k8s.aws/stack": group.id } : stackLabels("ingress.k8s.aws", group.id),
          loadBalancer: { kind: "alb", name: group.id },
          prefixes: prefixesOf(targetGroup, view),
        }),
      ),
    );
  const ofServices = services
    .filter(({ refused }) => !refused)
    .flatMap(({ targetGroup, stack }) =>
      named(targetGroup, { labels: stackLabels("service.k8s.aws", stack.name), loadBalancer: { kind: "nlb" }, prefixes: [] }),
    );
  const frozen = new Set(built.flatMap(({ group, stopped }) => (stopped ? [group.id] : [])));
  return { bindings: [...ofIngresses, ...ofServices], frozen };
}

function named(targetGroup: TargetGroup, rest: Omit<DesiredBinding, "name" | "targetGroup">): readonly DesiredBinding[] {
  const { binding: name } = targetGroup;
  return name === undefined ? [] : [{ name, targetGroup, ...rest }];
}

function stackLabels(prefix: string, id: string): Readonly<Record<string, string>> {
  const [namespace = "", name = ""] = id.split("/");
  return { [`${prefix}/stack-namespace`]: namespace, [`${prefix}/stack-name`]: name };
}

function prefixesOf({ origin, service, port, usedByListener }: TargetGroup, view: ClusterView): readonly string[] {
  const ingress = usedByListener ? view.get("Ingress", origin.namespace ?? "", origin.name) : undefined;
  if (ingress === undefined) return [];
  const same = (to: { readonly name: string; readonly port: number | string } | undefined): boolean =>
    to?.name === service && to.port === port;
  const paths = ingress.rules.flatMap((rule) => rule.paths).filter(({ backend }) => same(backend.service));
  return [...paths.map(({ path }) => path || "/"), ...(same(ingress.defaultBackend?.service) ? ["/"] : [])];
}

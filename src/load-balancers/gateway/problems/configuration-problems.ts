/** What is wrong with the configurations of group `gateway.k8s.aws`. */

import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { nameKey } from "#kubernetes/view/index-keys.ts";
import { sourcedAttributeProblems } from "#load-balancers/attributes/effective-attributes.ts";
import { defaultsOf } from "#load-balancers/gateway/gateway-configuration.ts";
import { sourcedAttributes } from "#load-balancers/gateway/sourced-props.ts";
import type { RouteContext } from "#load-balancers/route-kinds/route-kind.ts";
import { nameSome } from "#model/findings/name-some.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import type {
  LoadBalancerConfiguration,
  TargetGroupConfiguration,
  TargetGroupProps,
} from "#model/load-balancers/gateway-configuration.ts";

export function targetGroupConfigurationProblems(
  configuration: TargetGroupConfiguration,
  { view }: RouteContext,
): readonly Problem[] {
  const { meta, target, defaults, routes } = configuration;
  const ref = refOf(meta);
  const attributes = [defaults, ...routes.map(({ props }) => props)].flatMap((props: TargetGroupProps) =>
    sourcedAttributeProblems(sourcedAttributes(ref, `${props.field}.targetGroupAttributes`, props.attributes)),
  );
  const usedAsDefault = view.indexed("LoadBalancerConfiguration", "defaults", nameKey(meta.namespace, meta.name));
  const misused = target === undefined ? [] : usedAsDefault.flatMap((by) => problemsOfDefault(by, view));
  return [...attributes, ...misused, ...severalFor(configuration, view)];
}

function severalFor({ meta, target }: TargetGroupConfiguration, view: ClusterView): readonly Problem[] {
  if (target?.kind !== "Service") return [];
  const key = nameKey(meta.namespace, target.name);
  const details = view.memoize(detailsOfSeveral, key, () => detailsOfSeveral(key, target.name, view));
  return details === undefined ? [] : [problem("gateway-configuration-ambiguous", refOf(meta), "spec.targetReference", details)];
}

/** Undefined where there is one. */
function detailsOfSeveral(key: string, service: string, view: ClusterView): Problem["details"] | undefined {
  const [used, ...others] = view.indexed("TargetGroupConfiguration", "service", key);
  if (used === undefined || others.length === 0) return undefined;
  const names = others.map((other) => other.meta.name);
  return { service, used: used.meta.name, others: nameSome(names, names.length) };
}

export function loadBalancerConfigurationProblems(
  configuration: LoadBalancerConfiguration,
  { view }: RouteContext,
): readonly Problem[] {
  const ref = refOf(configuration.meta);
  const own = sourcedAttributeProblems(sourcedAttributes(ref, "spec.loadBalancerAttributes", configuration.attributes));
  const listeners = configuration.listeners.flatMap(({ field, attributes }) =>
    sourcedAttributeProblems(sourcedAttributes(ref, `${field}.listenerAttributes`, attributes)),
  );
  return [...own, ...listeners, ...problemsOfDefault(configuration, view)];
}

function problemsOfDefault(configuration: LoadBalancerConfiguration, view: ClusterView): readonly Problem[] {
  const reading = defaultsOf(configuration, view);
  return reading.ok ? [] : [reading.problem];
}

import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { nameKey } from "#kubernetes/view/index-keys.ts";
import { nameSome } from "#model/findings/name-some.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import type { TargetGroupConfiguration } from "#model/load-balancers/gateway-configuration.ts";
import type { Service } from "#model/load-balancers/routing.ts";

export interface ConfigurationOfService {
  readonly configuration: TargetGroupConfiguration | undefined;
  readonly problems: readonly Problem[];
}

/** Each of the others finds this of itself as well, when it is evaluated. */
const mostNamed = 20;

/** The first of the list that names the Service. The controller lists them in no defined order; a cache mostly gives that of their names. */
export function configurationOfService({ meta }: Service, view: ClusterView): ConfigurationOfService {
  const all = view.indexed("TargetGroupConfiguration", "service", nameKey(meta.namespace, meta.name));
  const [configuration, ...others] = all;
  if (configuration === undefined || others.length === 0) return { configuration, problems: [] };
  const details = {
    service: meta.name,
    used: configuration.meta.name,
    others: nameSome(
      others.map((other) => other.meta.name),
      others.length,
    ),
  };
  const problems = others
    .slice(0, mostNamed)
    .map((other) => problem("gateway-configuration-ambiguous", refOf(other.meta), "spec.targetReference", details));
  return { configuration, problems };
}

import { refOf } from "#model/kubernetes/object-meta.ts";
import type { Service } from "#model/load-balancers/routing.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import { keys } from "#model/settings/keys.ts";
import type { Settings } from "#model/settings/settings.ts";

/**
 * A Deployment is usually created before its Ingress. With `unrouted: assume` a Service without a known route is taken to be
 * behind an ALB with the configured delay, so that Pods made before their route already fit it.
 */
export function assumedTargetGroups(
  services: readonly Service[],
  settings: Pick<Settings, "unrouted" | "assumedDelay">,
): readonly TargetGroup[] {
  if (settings.unrouted !== "assume") return [];
  return services.map((service) => ({
    loadBalancer: "unknown",
    origin: refOf(service.meta),
    binding: undefined,
    bindingGroup: undefined,
    namespace: service.meta.namespace,
    service: service.meta.name,
    port: service.ports[0]?.port ?? 0,
    targetType: "ip",
    attributes: {},
    deregistrationDelay: { value: settings.assumedDelay, source: { from: "setting", name: "assumedDelay" } },
    delaySetting: { object: refOf(service.meta), field: keys.deregistrationDelay, form: "duration", attributes: {} },
    nextDeregistrationDelay: undefined,
    healthCheck: undefined,
    idleTimeout: undefined,
    usedByListener: true,
    problems: [],
  }));
}

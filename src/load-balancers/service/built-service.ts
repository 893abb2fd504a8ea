/** What the controller makes of one Service that requires a network load balancer: all of its target groups, or nothing. */

import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { nameKey } from "#kubernetes/view/index-keys.ts";
import { nlbIdleInForce, sourcedAttributeProblems } from "#load-balancers/attributes/effective-attributes.ts";
import { servicePort } from "#load-balancers/attributes/service-port.ts";
import { nameSome } from "#model/findings/name-some.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import type { Service } from "#model/load-balancers/routing.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import { actionPrefix, readListenerAction, type WeightedTarget } from "./listener-action.ts";
import { accept, type OrRefusal, refuse, valueOr } from "./refusal.ts";
import { serviceAnnotation } from "./service-annotation.ts";
import { mapAnnotation } from "./service-attributes.ts";
import { plainListeners, type ServiceListener, serviceListeners } from "./service-listeners.ts";
import type { NlbController } from "./service-ownership.ts";
import { type ServiceBackend, serviceTargetGroup } from "./service-target-group.ts";
import { targetTypeTypo } from "./service-target-type.ts";

export interface BuiltService {
  readonly targetGroups: readonly TargetGroup[];
  /** Those of its target groups are among them. One error is enough for the controller to change nothing. */
  readonly problems: readonly Problem[];
}

export function builtService(service: Service, owner: NlbController, view: ClusterView, flags: ControllerFlags): BuiltService {
  const problems: Problem[] = [...targetTypeTypo(service), ...statusRefused(service), ...autoModeIgnores(service, owner)];
  const listened = valueOr(serviceListeners(service, flags), { listeners: plainListeners(service), problems: [] }, problems);
  problems.push(...listened.problems.slice(0, mostListeners), ...unusedActions(service, listened.listeners));
  const found = new Map<string, TargetGroup>();
  const { listeners } = listened;
  if (listeners.length > quota) problems.push(overQuota(service, listeners.length));
  view.spend(Math.min(listeners.length, mostListeners) * ofTargetGroup);
  for (const listener of listeners.slice(0, mostListeners)) {
    for (const backend of backendsOf(service, listener, owner, { view, problems })) {
      const key = `${nameKey(backend.service.meta.namespace, backend.service.meta.name)}:${backend.port.port}`;
      if (!found.has(key)) found.set(key, serviceTargetGroup(backend, flags));
    }
  }
  const targetGroups = [...found.values()];
  return { targetGroups, problems: [...problems, ...targetGroups.flatMap((targetGroup) => targetGroup.problems)] };
}

/** AWS makes no more listeners for one network load balancer (ELB user guide, quotas of an NLB: not adjustable). */
const quota = 50;

/** Far beyond the quota nothing is built anymore, and nothing is there. */
const mostListeners = 3 * quota;

/** What the settings of one target group cost to read, in the units of a work budget. */
const ofTargetGroup = 1_000;

const overQuota = (service: Service, count: number): Problem =>
  problem("service-listeners-over-quota", refOf(service.meta), "spec.ports", { count: String(count) });

/** The Service itself, and those that a weighted action on this listener names (v2.16.0+). A missing one is not tolerated. */
function backendsOf(
  base: Service,
  { port, protocol, targetGroupProtocol }: ServiceListener,
  owner: NlbController,
  { view, problems }: { readonly view: ClusterView; readonly problems: Problem[] },
): readonly ServiceBackend[] {
  const none = { attributes: new Map(), problems: [] };
  const found = valueOr(mapAnnotation(base, `listener-attributes.${protocol}-${port.port}`), none, problems);
  problems.push(...found.problems, ...sourcedAttributeProblems(found.attributes));
  const common = { base, idleTimeout: nlbIdleInForce(found.attributes), owner };
  const own: ServiceBackend = { ...common, service: base, port, protocol: targetGroupProtocol };
  const field = `${actionPrefix}${protocol}-${port.port}`;
  const text = base.meta.annotations[field];
  if (text === undefined) return [own];
  const action = readListenerAction(text);
  if (!action.ok) {
    problems.push(problem("service-action-invalid", refOf(base.meta), field, { reason: action.reason }));
    return [own];
  }
  const others = action.targets.flatMap((target): readonly ServiceBackend[] => {
    if (target.kind !== "service") return [];
    const backend = valueOr(weightedBackend(target, base, field, view), undefined, problems);
    return backend === undefined
      ? []
      : [{ ...common, ...backend, protocol: protocol === "TLS" && target.decrypt ? "TCP" : protocol }];
  });
  return [own, ...others];
}

function weightedBackend(
  { service: name, port }: Extract<WeightedTarget, { readonly kind: "service" }>,
  base: Service,
  field: string,
  view: ClusterView,
): OrRefusal<Pick<ServiceBackend, "service" | "port">> {
  const service = name === base.meta.name ? base : view.get("Service", base.meta.namespace, name);
  if (service === undefined) return refuse(base, field, "service-missing", { service: name });
  const found = servicePort(service, port);
  if (found === undefined) return refuse(base, field, "service-port-missing", { service: name, port: String(port) });
  return accept({ service, port: found });
}

/** The API server keeps `status.loadBalancer` off a ClusterIP Service, and the controller tries again forever. */
const statusRefused = (service: Service): readonly Problem[] =>
  service.type === "ClusterIP"
    ? [problem("service-cluster-ip-status-rejected", refOf(service.meta), "spec.type", { type: service.type })]
    : [];

function unusedActions(service: Service, listeners: readonly ServiceListener[]): readonly Problem[] {
  const names = new Set(listeners.map(({ protocol, port }) => `${protocol}-${port.port}`));
  return Object.keys(service.meta.annotations)
    .filter((key) => key.startsWith(actionPrefix) && !names.has(key.slice(actionPrefix.length)))
    .slice(0, mostListeners)
    .map((key) => problem("service-action-unused", refOf(service.meta), key, { listeners: nameSome(names, names.size) }));
}

const ignoredInAutoMode = ["type", "proxy-protocol"];

const autoModeIgnores = (service: Service, owner: NlbController): readonly Problem[] =>
  owner !== "auto-mode"
    ? []
    : ignoredInAutoMode.flatMap((suffix) => {
        const found = serviceAnnotation(service, suffix);
        if (found === undefined) return [];
        return [problem("annotation-unsupported-by-auto-mode", refOf(service.meta), found.key, { annotation: found.key })];
      });

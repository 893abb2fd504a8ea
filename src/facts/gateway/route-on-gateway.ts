/** What one route makes of one Gateway: the target groups of its backends, port by port. */
import type { ClusterView } from "#facts/cluster-view.ts";
import type { ControllerFlags } from "#model/controller-flags.ts";
import type { Route, RouteRule } from "#model/gateway.ts";
import { refOf } from "#model/object-meta.ts";
import { type Problem, problem } from "#model/problem.ts";
import type { TargetGroup } from "#model/target-group.ts";
import type { BuiltGateway } from "./built-gateway.ts";
import { gatewayTargetGroup } from "./gateway-target-group.ts";
import { type ListenerOnPort, listenerOnPort } from "./listener-on-port.ts";
import { olderRoute } from "./older-route.ts";
import { attachment } from "./route-attachment.ts";
import { type UsableBackend, usableBackend } from "./usable-backend.ts";

export interface RouteOnGateway {
  readonly targetGroups: readonly TargetGroup[];
  readonly problems: readonly Problem[];
  /** Stops the whole Gateway; there are no target groups then. */
  readonly fatal: Problem | undefined;
}

export function routeOnGateway(route: Route, built: BuiltGateway, view: ClusterView, flags: ControllerFlags): RouteOnGateway {
  const { ports, problems: unattached } = attachment(route, built.owned, built.listeners, view);
  const problems: Problem[] = [...unattached];
  const rules = route.rules.map((rule) => usableRule(route, rule, view));
  if (ports.length > 0) problems.push(...rules.flatMap((rule) => rule.problems));
  // The controller loads the backends of every route that attaches, also of one that an older route keeps from being served.
  const stopping = ports.length > 0 ? rules.flatMap(({ backends }) => backends.flatMap(({ usable }) => stopsWith(usable))) : [];
  if (stopping[0] !== undefined) return { targetGroups: [], problems, fatal: stopping[0] };
  const found = new Map<string, TargetGroup>();
  const served = ports.filter((port) => {
    const winner = olderRoute(route, built, port, view);
    if (winner === undefined) return true;
    const details = { port: String(port), winner: `${winner.kind} ${winner.meta.namespace}/${winner.meta.name}` };
    problems.push(problem("gateway-route-older-wins", refOf(route.meta), "spec.parentRefs", details));
    return false;
  });
  for (const port of served) {
    const listener = listenerOnPort(built, port);
    const fatal = listener.fatal[0] ?? collect({ route, built, rules, listener, found }, view, flags);
    if (fatal !== undefined) return { targetGroups: [], problems, fatal };
  }
  problems.push(...rules.flatMap(({ rule }) => allZero(route, rule)));
  return { targetGroups: [...found.values()], problems, fatal: undefined };
}

interface UsableRule {
  readonly rule: RouteRule;
  readonly backends: readonly { readonly backend: RouteRule["backends"][number]; readonly usable: UsableBackend }[];
  readonly problems: readonly Problem[];
}

function usableRule(route: Route, rule: RouteRule, view: ClusterView): UsableRule {
  if (rule.ruleConfigurations > 1) {
    const details = { count: String(rule.ruleConfigurations) };
    const several = problem("gateway-rule-configurations-several", refOf(route.meta), `${rule.field}.filters`, details);
    return { rule, backends: [], problems: [several] };
  }
  const backends = rule.backends.map((backend) => ({ backend, usable: usableBackend(route, backend, view) }));
  return { rule, backends, problems: backends.flatMap(({ usable }) => (usable.use === "none" ? [usable.problem] : [])) };
}

const stopsWith = (usable: UsableBackend): readonly Problem[] => (usable.use === "stops" ? [usable.problem] : []);

interface Collecting {
  readonly route: Route;
  readonly built: BuiltGateway;
  readonly rules: readonly UsableRule[];
  readonly listener: ListenerOnPort;
  /** By Service and targetPort: of two references that agree in these the first makes the target group. */
  readonly found: Map<string, TargetGroup>;
}

function collect({ route, built, rules, listener, found }: Collecting, view: ClusterView, flags: ControllerFlags): Problem | undefined {
  const layer4 = built.owned.loadBalancer === "nlb";
  const anyWeight = rules.some(takesTraffic);
  for (const rule of rules) {
    const used = layer4 ? anyWeight : takesTraffic(rule) && !rule.rule.redirects;
    for (const { backend, usable } of rule.backends) {
      if (usable.use !== "service") continue;
      const { service, port } = usable;
      const on = { owned: built.owned, configuration: built.configuration, route, backend, service, port };
      const reading = gatewayTargetGroup({ ...on, listenerProtocol: listener.protocol, idleTimeout: listener.idleTimeout }, view, flags);
      if (!reading.ok) return reading.problem;
      const key = `${service.meta.namespace}/${service.meta.name}:${port.targetPort}`;
      const made = found.get(key);
      const fresh = { ...reading.targetGroup, problems: [...listener.problems, ...reading.targetGroup.problems] };
      found.set(key, { ...(made === undefined ? fresh : withLongerIdle(made, fresh)), usedByListener: used || (made?.usedByListener ?? false) });
    }
  }
  return undefined;
}

const takesTraffic = ({ backends }: UsableRule): boolean =>
  backends.some(({ backend, usable }) => usable.use !== "none" && backend.weight > 0);

/** One target group behind several listeners: the connection that stays open longest counts. */
function withLongerIdle(made: TargetGroup, again: TargetGroup): TargetGroup {
  if (made.idleTimeout === undefined || again.idleTimeout === undefined) return made;
  return again.idleTimeout.value > made.idleTimeout.value ? { ...made, idleTimeout: again.idleTimeout } : made;
}

function allZero(route: Route, { backends, field }: RouteRule): readonly Problem[] {
  if (backends.length === 0 || backends.some(({ weight }) => weight > 0)) return [];
  const details = { backends: backends.map(({ name }) => name).join(", ") };
  return [problem("gateway-weights-all-zero", refOf(route.meta), `${field}.backendRefs`, details)];
}

/** What one route makes of one Gateway: the target groups of its backends, port by port. */
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { nameSome } from "#model/findings/name-some.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import type { Route, RouteRule } from "#model/load-balancers/gateway.ts";
import type { Service, ServicePort } from "#model/load-balancers/routing.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import type { BuiltGateway } from "./built-gateway.ts";
import { gatewayTargetGroup } from "./gateway-target-group.ts";
import { type ListenerOnPort, listenerOnPort } from "./listener-on-port.ts";
import { olderRoute } from "./older-route.ts";
import { attachment } from "./route-attachment.ts";
import { type UsableBackend, usableBackend } from "./usable-backend.ts";

export interface RouteOnGateway {
  readonly targetGroups: readonly TargetGroup[];
  /** Those of its target groups are among them. */
  readonly problems: readonly Problem[];
}

/** One error among the problems is enough for the controller to leave the whole Gateway as it is. */
export function routeOnGateway(route: Route, built: BuiltGateway, view: ClusterView, flags: ControllerFlags): RouteOnGateway {
  const { ports, problems: unattached } = attachment(route, built.owned, built.listeners, view);
  if (ports.length === 0) return { targetGroups: [], problems: unattached };
  const rules = route.rules.map((rule) => usableRule(route, rule, view));
  const problems: Problem[] = [...unattached, ...rules.flatMap((rule) => rule.problems)];
  const found = new Map<string, TargetGroup>();
  const services = distinctServices(rules, built);
  view.spend(ports.length * (services.length + 1));
  const older = new Map<Route, number[]>();
  for (const port of ports) {
    const winner = olderRoute(route, built, port, view);
    if (winner === undefined) {
      const listener = listenerOnPort(built, port);
      problems.push(...listener.problems);
      collect({ route, built, services, listener, found }, view, flags);
    } else {
      const known = older.get(winner);
      if (known === undefined) older.set(winner, [port]);
      else known.push(port);
    }
  }
  for (const [winner, taken] of older) problems.push(olderWins(route, winner, taken));
  const targetGroups = [...found.values()];
  return { targetGroups, problems: [...problems, ...targetGroups.flatMap((targetGroup) => targetGroup.problems)] };
}

const olderWins = (route: Route, { kind, meta }: Route, ports: readonly number[]): Problem =>
  problem("gateway-route-shadowed", refOf(route.meta), "spec.parentRefs", {
    port: nameSome(ports.map(String), ports.length),
    winner: `${kind} ${meta.namespace}/${meta.name}`,
  });

interface UsableRule {
  readonly rule: RouteRule;
  readonly backends: readonly { readonly backend: RouteRule["backends"][number]; readonly usable: UsableBackend }[];
  readonly problems: readonly Problem[];
}

function usableRule(route: Route, rule: RouteRule, view: ClusterView): UsableRule {
  if (rule.ruleConfigurations > 1) {
    const details = { count: String(rule.ruleConfigurations) };
    const several = problem("gateway-rule-configuration-duplicate", refOf(route.meta), `${rule.field}.filters`, details);
    return { rule, backends: [], problems: [several] };
  }
  const backends = rule.backends.map((backend) => ({ backend, usable: usableBackend(route, backend, view) }));
  const unusable = backends.flatMap(({ usable }) => ("problem" in usable ? [usable.problem] : []));
  return { rule, backends, problems: [...unusable, ...allZero(route, rule)] };
}

interface Collecting {
  readonly route: Route;
  readonly built: BuiltGateway;
  readonly services: readonly ServiceOfRoute[];
  readonly listener: ListenerOnPort;
  /** By Service and targetPort: of two references that agree in these the first makes the target group. */
  readonly found: Map<string, TargetGroup>;
}

function collect({ route, built, services, listener, found }: Collecting, view: ClusterView, flags: ControllerFlags): void {
  const { owned, configuration } = built;
  const { protocol: listenerProtocol, idleTimeout } = listener;
  for (const { key, backend, service, port, usedByListener } of services) {
    const made = found.get(key);
    if (made !== undefined) {
      found.set(key, together(made, idleTimeout));
      continue;
    }
    const on = { owned, configuration, route, backend, service, port, listenerProtocol, idleTimeout };
    const targetGroup = gatewayTargetGroup(on, view, flags);
    found.set(key, { ...targetGroup, problems: [...listener.problems, ...targetGroup.problems], usedByListener });
  }
}

interface ServiceOfRoute {
  /** Service and targetPort. */
  readonly key: string;
  readonly backend: RouteRule["backends"][number];
  readonly service: Service;
  readonly port: ServicePort;
  readonly usedByListener: boolean;
}

/** Each Service and targetPort once, by its first reference, however many rules name it. */
function distinctServices(rules: readonly UsableRule[], { owned }: BuiltGateway): readonly ServiceOfRoute[] {
  const anyTraffic = rules.some(takesTraffic);
  const services = new Map<string, ServiceOfRoute>();
  for (const rule of rules) {
    const used = owned.loadBalancer === "nlb" ? anyTraffic : takesTraffic(rule) && !rule.rule.redirects;
    for (const { backend, usable } of rule.backends) {
      if (usable.use !== "service") continue;
      const { service, port } = usable;
      const key = `${service.meta.namespace}/${service.meta.name}:${port.targetPort}`;
      const known = services.get(key) ?? { key, backend, service, port, usedByListener: false };
      services.set(key, used ? { ...known, usedByListener: true } : known);
    }
  }
  return [...services.values()];
}

const takesTraffic = ({ backends }: UsableRule): boolean =>
  backends.some(({ backend, usable }) => usable.use !== "none" && backend.weight > 0);

/** One target group behind several listeners: the connection that stays open longest counts. */
const together = (made: TargetGroup, idleTimeout: ListenerOnPort["idleTimeout"]): TargetGroup =>
  idleTimeout.value > (made.idleTimeout?.value ?? 0) ? { ...made, idleTimeout } : made;

function allZero(route: Route, { backends, field }: RouteRule): readonly Problem[] {
  if (backends.length === 0 || backends.some(({ weight }) => weight > 0)) return [];
  const details = {
    backends: nameSome(
      backends.map(({ name }) => name),
      backends.length,
    ),
  };
  return [problem("gateway-weights-all-zero", refOf(route.meta), `${field}.backendRefs`, details)];
}

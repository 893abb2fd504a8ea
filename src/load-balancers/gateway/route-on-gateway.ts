/** What one route makes of one Gateway: the target groups of its backends, port by port. */
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
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
  for (const port of ports) {
    const winner = olderRoute(route, built, port, view);
    if (winner === undefined) {
      const listener = listenerOnPort(built, port);
      problems.push(...listener.problems);
      collect({ route, built, rules, listener, found }, view, flags);
    } else {
      const details = { port: String(port), winner: `${winner.kind} ${winner.meta.namespace}/${winner.meta.name}` };
      problems.push(problem("gateway-route-shadowed", refOf(route.meta), "spec.parentRefs", details));
    }
  }
  const targetGroups = [...found.values()];
  return { targetGroups, problems: [...problems, ...targetGroups.flatMap((targetGroup) => targetGroup.problems)] };
}

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
  readonly rules: readonly UsableRule[];
  readonly listener: ListenerOnPort;
  /** By Service and targetPort: of two references that agree in these the first makes the target group. */
  readonly found: Map<string, TargetGroup>;
}

function collect({ route, built, rules, listener, found }: Collecting, view: ClusterView, flags: ControllerFlags): void {
  const { owned, configuration } = built;
  const { protocol: listenerProtocol, idleTimeout } = listener;
  for (const { rule, backend, service, port } of rules.flatMap(servicesIn)) {
    const on = { owned, configuration, route, backend, service, port, listenerProtocol, idleTimeout };
    const targetGroup = gatewayTargetGroup(on, view, flags);
    const used = owned.loadBalancer === "nlb" ? rules.some(takesTraffic) : takesTraffic(rule) && !rule.rule.redirects;
    const fresh = { ...targetGroup, problems: [...listener.problems, ...targetGroup.problems], usedByListener: used };
    const key = `${service.meta.namespace}/${service.meta.name}:${port.targetPort}`;
    const made = found.get(key);
    found.set(key, made === undefined ? fresh : together(made, fresh));
  }
}

const servicesIn = (rule: UsableRule): readonly (ServiceInRule & { readonly rule: UsableRule })[] =>
  rule.backends.flatMap(({ backend, usable }) =>
    usable.use === "service" ? [{ rule, backend, service: usable.service, port: usable.port }] : [],
  );

interface ServiceInRule {
  readonly backend: RouteRule["backends"][number];
  readonly service: Service;
  readonly port: ServicePort;
}

const takesTraffic = ({ backends }: UsableRule): boolean =>
  backends.some(({ backend, usable }) => usable.use !== "none" && backend.weight > 0);

/** One target group behind several rules or listeners: the connection that stays open longest counts. */
function together(made: TargetGroup, again: TargetGroup): TargetGroup {
  const longer = (again.idleTimeout?.value ?? 0) > (made.idleTimeout?.value ?? 0);
  const usedByListener = made.usedByListener || again.usedByListener;
  return { ...made, idleTimeout: longer ? again.idleTimeout : made.idleTimeout, usedByListener };
}

function allZero(route: Route, { backends, field }: RouteRule): readonly Problem[] {
  if (backends.length === 0 || backends.some(({ weight }) => weight > 0)) return [];
  const details = { backends: backends.map(({ name }) => name).join(", ") };
  return [problem("gateway-weights-all-zero", refOf(route.meta), `${field}.backendRefs`, details)];
}

/** Everything that the controller would make of one IngressGroup, and why it would not. */

import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { nextDelay } from "#load-balancers/attributes/next-delay.ts";
import { ingressTargetGroupName } from "#load-balancers/attributes/target-group-name.ts";
import { nameSome } from "#model/findings/name-some.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import type { Seconds } from "#model/findings/seconds.ts";
import type { Sourced } from "#model/findings/sourced.ts";
import { isStored, refOf } from "#model/kubernetes/object-meta.ts";
import { printRef, refId } from "#model/kubernetes/refs.ts";
import type { IngressBackend } from "#model/load-balancers/routing.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import { ActionReader, type BackendAction, type BackendTarget } from "./backend-action.ts";
import { groupConflicts } from "./conflicts/group-conflicts.ts";
import { findBlockingIngress, type GroupMember, type IngressGroup, membersOf } from "./group.ts";
import { type Listener, listenersOf } from "./listeners.ts";
import { loadBalancerAttributes } from "./load-balancer-attributes.ts";
import { ConditionReader, type RuleConditions } from "./rule-conditions.ts";
import { type TargetGroupSpec, targetGroupSpec } from "./target-group-spec.ts";
import { usedActions } from "./used-actions.ts";

export interface BuiltGroup {
  readonly group: IngressGroup;
  /** `binding` is the name that the controller would choose, where everything that it is made of is known. */
  readonly targetGroups: readonly TargetGroup[];
  readonly problems: readonly Problem[];
  /** The controller changes nothing for any member while this is so. */
  readonly stopped: boolean;
}

interface Context {
  readonly view: ClusterView;
  readonly flags: ControllerFlags;
}

export function buildGroup(group: IngressGroup, context: Context): BuiltGroup {
  const members = membersOf(group, context.view, context.flags);
  const problems = members.flatMap((member) => member.problems);
  const { idleTimeout } = loadBalancerAttributes(members, problems);
  const listeners = listenersOf(members, problems);
  problems.push(...groupConflicts(members, listeners), ...repeatedDefaults(members, listeners));
  const backends = members.map((member) => backendsOf(member, context, problems));
  const actions = usedActions(listeners, backends);
  const used = new Set(
    backends.flatMap(({ member, actions: ofMember }) =>
      ofMember
        .filter((action) => actions.has(action))
        .flatMap(({ targets }) => targets.map((target) => resourceId(member, target))),
    ),
  );
  const targetGroups = backends.flatMap((ofMember) =>
    targetGroupsOfMember(ofMember, group, used, idleTimeout, context, problems),
  );
  const blocker = problems.find(({ severity }) => severity === "error");
  const unclassified = findBlockingIngress(context.view);
  if (blocker !== undefined) problems.push(...stoppedMembers(group, members, problems, blocker));
  else if (unclassified !== undefined)
    problems.push(...stoppedBy(group, members, printRef(refOf(unclassified.meta)), "ingress-class-default-ambiguous"));
  return { group, targetGroups, problems, stopped: blocker !== undefined || unclassified !== undefined };
}

/** The controller reports a failure on every member, so the problem on valid members names the one that causes it. */
function stoppedMembers(
  group: IngressGroup,
  members: readonly GroupMember[],
  problems: readonly Problem[],
  blocker: Problem,
): readonly Problem[] {
  const atFault = new Set(problems.flatMap(({ severity, object }) => (severity === "error" ? [refId(object)] : [])));
  const others = members.filter(({ ingress }) => !atFault.has(refId(refOf(ingress.meta))));
  return stoppedBy(group, others, printRef(blocker.object), blocker.id);
}

const stoppedBy = (group: IngressGroup, members: readonly GroupMember[], member: string, because: string): readonly Problem[] =>
  members.map(({ ingress }) => problem("group-reconcile-blocked", refOf(ingress.meta), "", { group: group.id, member, because }));

function repeatedDefaults(members: readonly GroupMember[], listeners: readonly Listener[]): readonly Problem[] {
  const named = new Set<GroupMember>();
  for (const { redirectsOnly, members: listening } of listeners) {
    const withDefault = redirectsOnly ? [] : listening.filter(({ ingress }) => ingress.defaultBackend !== undefined);
    if (withDefault.length > 1) for (const member of withDefault) named.add(member);
  }
  const names = [...named].map(({ ingress }) => printRef(refOf(ingress.meta)));
  const details = { members: nameSome(names, names.length) };
  return members
    .filter((member) => named.has(member))
    .map(({ ingress }) => problem("default-backend-duplicate", refOf(ingress.meta), "spec.defaultBackend", details));
}

interface PathBackend {
  readonly host: string;
  readonly path: string;
  readonly pathType: string;
  readonly backend: IngressBackend;
  readonly action: BackendAction;
}

interface MemberBackends {
  readonly member: GroupMember;
  readonly byDefault: BackendAction | undefined;
  /** Of all paths and of the default, each once, in the order in which they become rules. */
  readonly actions: readonly BackendAction[];
  readonly rules: readonly (PathBackend & { readonly conditions: RuleConditions })[];
}

function backendsOf(member: GroupMember, context: Context, problems: Problem[]): MemberBackends {
  const { ingress } = member;
  const actions = new ActionReader(ingress, context, problems);
  const conditions = new ConditionReader(ingress, problems);
  const paths = ingress.rules.flatMap(({ host, paths: ofRule }) =>
    inRuleOrder(ofRule).map((path) => ({ host, ...path, action: actions.actionOf(path.backend) })),
  );
  const rules = paths.map((path) => ({ ...path, conditions: conditions.conditionsOf(path, path.action.name) }));
  const byDefault = ingress.defaultBackend && actions.actionOf(ingress.defaultBackend);
  const all = new Set([...paths.map(({ action }) => action), ...(byDefault === undefined ? [] : [byDefault])]);
  return { member, byDefault, actions: [...all], rules };
}

/** Exact paths first, then prefixes from the longest, then the others as written. */
function inRuleOrder<T extends { readonly path: string; readonly pathType: string }>(paths: readonly T[]): readonly T[] {
  const exact = paths.filter(({ pathType }) => pathType === "Exact");
  const prefix = paths.filter(({ pathType }) => pathType === "Prefix").sort((a, b) => b.path.length - a.path.length);
  return [...exact, ...prefix, ...paths.filter(({ pathType }) => pathType !== "Exact" && pathType !== "Prefix")];
}

/** Identity of a target group inside its group: two forms of one port are two target groups. */
const resourceId = ({ ingress }: GroupMember, { service, port }: BackendTarget): string =>
  JSON.stringify([ingress.meta.namespace, ingress.meta.name, service.meta.name, String(port)]);

function targetGroupsOfMember(
  { member, actions }: MemberBackends,
  group: IngressGroup,
  used: ReadonlySet<string>,
  idleTimeout: Sourced<Seconds>,
  { view, flags }: Context,
  problems: Problem[],
): readonly TargetGroup[] {
  const targets = actions.flatMap((action) => action.targets);
  const distinct = new Map(targets.map((target) => [resourceId(member, target), target] as const).reverse());
  const defaultTargetType = group.by === "auto-mode" ? "ip" : flags.defaultTargetType;
  view.spend(Math.min(distinct.size, mostTargetGroups) * ofTargetGroup);
  if (distinct.size > quota) problems.push(overQuota(member, distinct.size));
  return [...distinct]
    .reverse()
    .slice(0, mostTargetGroups)
    .flatMap(([id, target]) => {
      const own: Problem[] = [];
      const spec = targetGroupSpec(member, target, defaultTargetType, flags, own);
      const next = spec && nextDelay([member.ingress.meta, target.service.meta], own);
      if (spec !== undefined && !used.has(id)) own.push(shadowed(member, target));
      problems.push(...own);
      if (spec === undefined) return [];
      return [
        {
          loadBalancer: "alb" as const,
          origin: refOf(member.ingress.meta),
          binding: nameOf(member, target, spec, group, flags),
          bindingGroup: group.by === "auto-mode" ? ("eks.amazonaws.com" as const) : ("elbv2.k8s.aws" as const),
          namespace: target.service.meta.namespace,
          service: target.service.meta.name,
          port: target.port,
          targetType: spec.targetType,
          attributes: spec.attributes,
          deregistrationDelay: spec.deregistrationDelay,
          delaySetting: spec.delaySetting,
          nextDeregistrationDelay: next,
          healthCheck: spec.healthCheck,
          idleTimeout,
          usedByListener: used.has(id),
          problems: own,
        },
      ];
    });
}

/** AWS takes no more target groups for one application load balancer (ELB user guide, quotas of an ALB: not adjustable). */
const quota = 100;

/** Far beyond the quota nothing is built anymore, and nothing is there. */
const mostTargetGroups = 3 * quota;

/** What the settings of one target group cost to read, in the units of a work budget. */
const ofTargetGroup = 1_000;

const overQuota = ({ ingress }: GroupMember, count: number): Problem =>
  problem("target-groups-over-quota", refOf(ingress.meta), "spec.rules", { count: String(count) });

const shadowed = ({ ingress }: GroupMember, { service, port, field }: BackendTarget): Problem =>
  problem("backend-shadowed", refOf(ingress.meta), field, { service: service.meta.name, port: String(port) });

function nameOf(
  { ingress }: GroupMember,
  { service, port }: BackendTarget,
  spec: TargetGroupSpec,
  group: IngressGroup,
  { clusterName }: ControllerFlags,
): string | undefined {
  // EKS Auto Mode does not publish what its names are made of.
  if (clusterName === undefined || !isStored(service.meta) || spec.port === undefined || group.by === "auto-mode")
    return undefined;
  return ingressTargetGroupName({
    clusterName,
    groupId: group.id,
    ingressNamespace: ingress.meta.namespace,
    ingressName: ingress.meta.name,
    serviceNamespace: service.meta.namespace,
    serviceName: service.meta.name,
    serviceUid: service.meta.uid,
    port,
    targetGroupPort: spec.port,
    targetType: spec.targetType,
    protocol: spec.protocol,
    protocolVersion: spec.protocolVersion,
    targetControlPort: spec.targetControlPort,
  });
}

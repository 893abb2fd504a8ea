/** Which actions of a group some listener carries out. */
import type { BackendAction } from "./backend-action.ts";
import type { GroupMember } from "./group.ts";
import type { Listener } from "./listeners.ts";
import type { RuleConditions } from "./rule-conditions.ts";
import { type ListenerRule, survivingRules } from "./surviving-rules.ts";

export interface RulesOfMember {
  readonly member: GroupMember;
  readonly byDefault: BackendAction | undefined;
  readonly actions: readonly BackendAction[];
  readonly rules: readonly { readonly action: BackendAction; readonly conditions: RuleConditions }[];
}

/**
 * AWS makes 50 listeners and 100 rules for one load balancer unless a quota is raised. Far beyond that no redirect is looked
 * for that hides a rule, and every action counts as used: that is said of no target group without need.
 */
const most = { listeners: 100, rules: 1_000 };

export function usedActions(listeners: readonly Listener[], ofMembers: readonly RulesOfMember[]): ReadonlySet<BackendAction> {
  const used = new Set<BackendAction>();
  const wholly = new Set<RulesOfMember>();
  for (const { listener, listening, examined } of distinctListeners(listeners, ofMembers)) {
    if (examined) addAll(used, actionsOf(listener, listening));
    else addAll(wholly, listening);
  }
  for (const { actions } of wholly) addAll(used, actions);
  return used;
}

function addAll<T>(to: Set<T>, values: readonly T[]): void {
  for (const value of values) to.add(value);
}

const actionsOf = (listener: Listener, listening: readonly RulesOfMember[]): readonly BackendAction[] => [
  ...survivingRules(rulesOf(listening), listener).map(({ leadsTo }) => leadsTo),
  ...listening.flatMap(({ byDefault }) => byDefault ?? []),
];

interface DistinctListener {
  readonly listener: Listener;
  readonly listening: readonly RulesOfMember[];
  /** Whether rules may be hidden by redirects, and are few enough to look. */
  readonly examined: boolean;
}

/** Of listeners with the same rules the first: they differ only where a redirect names their protocol or port. */
function distinctListeners(listeners: readonly Listener[], ofMembers: readonly RulesOfMember[]): readonly DistinctListener[] {
  const byMember = new Map(ofMembers.map((each, index) => [each.member, { each, index }]));
  const ports = redirectPorts(ofMembers);
  const distinct = new Map<string, DistinctListener>();
  for (const listener of listeners.filter(({ redirectsOnly }) => !redirectsOnly)) {
    const known = listener.members.flatMap((member) => byMember.get(member) ?? []);
    const port = ports.has(String(listener.port)) && distinct.size < most.listeners ? listener.port : 0;
    const key = JSON.stringify([listener.protocol, port, ...known.map(({ index }) => index)]);
    if (distinct.has(key)) continue;
    const listening = known.map(({ each }) => each);
    distinct.set(key, { listener, listening, examined: distinct.size < most.listeners && redirectsAmong(listening) });
  }
  return [...distinct.values()];
}

/** Whether a redirect may hide a rule, and can be looked for in little time. */
const redirectsAmong = (listening: readonly RulesOfMember[]): boolean =>
  listening.reduce((sum, { rules }) => sum + rules.length, 0) <= most.rules &&
  listening.some(({ actions }) => actions.some(({ redirect }) => redirect !== undefined));

const rulesOf = (listening: readonly RulesOfMember[]): readonly ListenerRule<BackendAction>[] =>
  listening.flatMap(({ rules }) =>
    rules.map(({ conditions, action }) => ({ conditions, redirect: action.redirect, leadsTo: action })),
  );

const redirectPorts = (ofMembers: readonly RulesOfMember[]): ReadonlySet<string> =>
  new Set(ofMembers.flatMap(({ actions }) => actions.flatMap(({ redirect }) => redirect?.port ?? [])));

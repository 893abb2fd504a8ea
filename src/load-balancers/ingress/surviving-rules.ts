/**
 * Which rules of a listener the controller keeps. It leaves out redirects that would lead back to themselves, and rules
 * whose requests an earlier redirect takes already; their target groups exist all the same (v3.5.0).
 */
import type { RedirectTo } from "./action.ts";
import type { ListenerProtocol } from "./listeners.ts";
import { mostConditionValues, type RuleConditions } from "./rule-conditions.ts";

export interface ListenerRule<T> {
  readonly conditions: RuleConditions;
  /** Undefined for a rule that forwards or answers by itself. */
  readonly redirect: RedirectTo | undefined;
  readonly leadsTo: T;
}

/** Takes time in proportion to the rules: what a redirect covers is looked up, not compared with every redirect before. */
export function survivingRules<T>(
  rules: readonly ListenerRule<T>[],
  listener: { readonly port: number; readonly protocol: ListenerProtocol },
): readonly ListenerRule<T>[] {
  const kept: ListenerRule<T>[] = [];
  const covered = new Set<string>();
  for (const rule of rules) {
    if (leadsBack(rule, listener) || askedFor(rule.conditions).some((key) => covered.has(key))) continue;
    kept.push(rule);
    if (rule.redirect !== undefined) for (const key of coveredBy(rule.conditions)) covered.add(key);
  }
  return kept;
}

function leadsBack(
  { redirect, conditions }: ListenerRule<unknown>,
  { port, protocol }: { readonly port: number; readonly protocol: ListenerProtocol },
): boolean {
  if (redirect === undefined || conditions.pathsAreRegex) return false;
  const stays = (to: string | undefined, placeholder: string, same: readonly string[] = []): boolean =>
    to === undefined || to === placeholder || same.includes(to);
  return (
    stays(redirect.host, "#{host}", conditions.hosts) &&
    stays(redirect.path, "/#{path}", conditions.paths) &&
    stays(redirect.port, "#{port}", [String(port)]) &&
    stays(redirect.protocol, "#{protocol}", [protocol]) &&
    stays(redirect.query, "#{query}")
  );
}

const any = "*";

/**
 * Every set of hosts, with every set of paths, that lies within those of a redirect: 32 at most for the five values that AWS takes.
 * A rule with more is one that AWS refuses, and takes nothing from the rules behind it.
 */
function coveredBy({ hosts, paths, others }: RuleConditions): readonly string[] {
  if (others || hosts.length + paths.length > mostConditionValues) return [];
  const ofHosts = hosts.length === 0 ? [any] : subsets(hosts);
  const ofPaths = paths.length === 0 || paths.includes("/*") ? [any] : subsets(paths);
  return ofHosts.flatMap((host) => ofPaths.map((path) => `${host} ${path}`));
}

/** The keys of {@link coveredBy} under which a redirect that covers all of this rule is found. */
function askedFor({ hosts, paths }: RuleConditions): readonly string[] {
  const ofHosts = wholeOrAny(hosts);
  const ofPaths = wholeOrAny(paths);
  return ofHosts.flatMap((host) => ofPaths.map((path) => `${host} ${path}`));
}

const wholeOrAny = (values: readonly string[]): readonly string[] =>
  values.length > mostConditionValues ? [any] : [any, keyOf(values)];

const keyOf = (values: readonly string[]): string => JSON.stringify([...new Set(values)].sort());

const subsets = (values: readonly string[]): readonly string[] => {
  let found: readonly (readonly string[])[] = [[]];
  for (const value of new Set(values)) found = [...found, ...found.map((set) => [...set, value])];
  return found.slice(1).map(keyOf);
};

/**
 * Which rules of a listener the controller keeps. It leaves out redirects that would lead back to themselves, and rules
 * whose requests an earlier redirect takes already; their target groups exist all the same (v3.5.0).
 */
import type { RedirectTo } from "./action.ts";
import type { ListenerProtocol } from "./listeners.ts";
import type { RuleConditions } from "./rule-conditions.ts";

export interface ListenerRule<T> {
  readonly conditions: RuleConditions;
  /** Undefined for a rule that forwards or answers by itself. */
  readonly redirect: RedirectTo | undefined;
  readonly leadsTo: T;
}

export function survivingRules<T>(
  rules: readonly ListenerRule<T>[],
  listener: { readonly port: number; readonly protocol: ListenerProtocol },
): readonly ListenerRule<T>[] {
  const surviving: ListenerRule<T>[] = [];
  for (const rule of rules) {
    if (leadsBack(rule, listener)) continue;
    const shadowed = surviving.some((earlier) => earlier.redirect !== undefined && covers(earlier.conditions, rule.conditions));
    if (!shadowed) surviving.push(rule);
  }
  return surviving;
}

function leadsBack(
  { redirect, conditions }: ListenerRule<unknown>,
  { port, protocol }: { readonly port: number; readonly protocol: ListenerProtocol },
): boolean {
  if (redirect === undefined || conditions.pathsAreRegex) return false;
  const stays = (to: string | undefined, placeholder: string, ...same: readonly string[]): boolean =>
    to === undefined || to === placeholder || same.includes(to);
  return (
    stays(redirect.host, "#{host}", ...conditions.hosts) &&
    stays(redirect.path, "/#{path}", ...conditions.paths) &&
    stays(redirect.port, "#{port}", String(port)) &&
    stays(redirect.protocol, "#{protocol}", protocol) &&
    stays(redirect.query, "#{query}")
  );
}

function covers(wide: RuleConditions, narrow: RuleConditions): boolean {
  if (wide.others) return false;
  return includesAll(wide.hosts, narrow.hosts) && (wide.paths.includes("/*") || includesAll(wide.paths, narrow.paths));
}

const includesAll = (wide: readonly string[], narrow: readonly string[]): boolean =>
  wide.length === 0 || (narrow.length > 0 && narrow.every((value) => wide.includes(value)));

import fc from "fast-check";
import { expect, test } from "vitest";
import type { RuleConditions } from "#load-balancers/ingress/rule-conditions.ts";
import { type ListenerRule, survivingRules } from "#load-balancers/ingress/surviving-rules.ts";

const listener = { port: 80, protocol: "HTTP" } as const;

/** As the controller has it: every rule is compared with every redirect before it. */
function survivingOneByOne<T>(rules: readonly ListenerRule<T>[]): readonly ListenerRule<T>[] {
  const kept: ListenerRule<T>[] = [];
  for (const rule of rules) {
    if (!kept.some(({ redirect, conditions }) => redirect !== undefined && covers(conditions, rule.conditions))) kept.push(rule);
  }
  return kept;
}

const covers = (wide: RuleConditions, narrow: RuleConditions): boolean =>
  !wide.others && includesAll(wide.hosts, narrow.hosts) && (wide.paths.includes("/*") || includesAll(wide.paths, narrow.paths));

const includesAll = (wide: readonly string[], narrow: readonly string[]): boolean =>
  wide.length === 0 || (narrow.length > 0 && narrow.every((value) => wide.includes(value)));

const conditions: fc.Arbitrary<RuleConditions> = fc.record({
  hosts: fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 2 }),
  paths: fc.array(fc.constantFrom("/x", "/y", "/*"), { maxLength: 3 }),
  pathsAreRegex: fc.constant(false),
  others: fc.boolean(),
});
const away = { host: "elsewhere", path: undefined, port: undefined, protocol: undefined, query: undefined };
const rules = fc.array(fc.record({ conditions, redirect: fc.constantFrom(undefined, away), leadsTo: fc.nat() }), {
  maxLength: 12,
});

test("a rule is hidden exactly where an earlier redirect takes all of its requests", () => {
  fc.assert(
    fc.property(rules, (given) => {
      expect(survivingRules(given, listener)).toEqual(survivingOneByOne(given));
    }),
  );
});

test("a rule with more values than AWS takes hides nothing", () => {
  const hosts = ["a", "b", "c", "d", "e", "f"];
  const rule = (of: readonly string[], redirect: typeof away | undefined): ListenerRule<number> => ({
    conditions: { hosts: of, paths: [], pathsAreRegex: false, others: false },
    redirect,
    leadsTo: 0,
  });
  expect(survivingRules([rule(hosts, away), rule(["a"], undefined)], listener)).toHaveLength(2);
});

test("a rule with more values than AWS takes is hidden only by a redirect of everything", () => {
  const paths = ["/a", "/b", "/c", "/d", "/e"];
  const rule = (of: readonly string[], redirect: typeof away | undefined): ListenerRule<number> => ({
    conditions: { hosts: [], paths: of, pathsAreRegex: false, others: false },
    redirect,
    leadsTo: 0,
  });
  const many = [...paths, "/f"];
  expect(survivingRules([rule(paths, away), rule(paths, undefined)], listener)).toHaveLength(1);
  expect(survivingRules([rule(many, away), rule(many, undefined)], listener)).toHaveLength(2);
  expect(survivingRules([rule(["/*"], away), rule(many, undefined)], listener)).toHaveLength(1);
});

test("hosts and paths count together towards what AWS takes", () => {
  const rule = (redirect: typeof away | undefined, hosts: readonly string[], paths: readonly string[]): ListenerRule<number> => ({
    conditions: { hosts, paths, pathsAreRegex: false, others: false },
    redirect,
    leadsTo: 0,
  });
  const [hosts, paths] = [
    ["a", "b", "c"],
    ["/a", "/b"],
  ];
  expect(survivingRules([rule(away, hosts, paths), rule(undefined, ["a"], ["/a"])], listener)).toHaveLength(1);
  expect(survivingRules([rule(away, hosts, [...paths, "/c"]), rule(undefined, ["a"], ["/a"])], listener)).toHaveLength(2);
});

test("a redirect of paths hides no rule for all paths, and one of hosts none for all hosts", () => {
  const rule = (redirect: typeof away | undefined, hosts: readonly string[], paths: readonly string[]): ListenerRule<number> => ({
    conditions: { hosts, paths, pathsAreRegex: false, others: false },
    redirect,
    leadsTo: 0,
  });
  expect(survivingRules([rule(away, ["a"], []), rule(undefined, [], ["/x"])], listener)).toHaveLength(2);
  expect(survivingRules([rule(away, [], ["/x"]), rule(undefined, ["a"], [])], listener)).toHaveLength(2);
  expect(survivingRules([rule(away, ["a"], []), rule(undefined, ["a"], ["/x"])], listener)).toHaveLength(1);
});

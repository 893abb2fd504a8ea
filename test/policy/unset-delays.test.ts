/** Delays that a route leaves to AWS, by the policy of its namespace. */
import { expect, test } from "vitest";
import { seconds } from "#model/findings/seconds.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { Policy } from "#model/settings/policy.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { unsetDelayFindings } from "#policy/unset-delays.ts";
import { ingressRef, targetGroup } from "../support/workload-facts.ts";

const [policy, targetOutlivesPod] = builtInPolicies;
const strict: Policy = { ...policy, rules: { ...policy.rules, "deregistration-delay-unset": "error" } };
const unset = targetGroup({ deregistrationDelay: { value: seconds(300), source: { from: "default" } } });
const elsewhere: TargetGroup = {
  ...unset,
  delaySetting: { object: { ...ingressRef, name: "other" }, field: "delay", form: "pairs", attributes: {} },
};

test.each<[string, readonly TargetGroup[], Policy, readonly string[]]>([
  ["a delay that is set", [targetGroup()], policy, []],
  ["a delay that nobody set", [unset], policy, ["warning shop"]],
  ["two target groups of one annotation", [unset, unset], policy, ["warning shop"]],
  ["two annotations", [unset, elsewhere], policy, ["warning shop", "warning other"]],
  ["a policy that requires it", [unset], strict, ["error shop"]],
  ["a policy that does not look at it", [unset], targetOutlivesPod, []],
])("found for %s", (_sentence, groups, by, expected) => {
  const found = unsetDelayFindings(groups, by);
  expect(found.map(({ severity, subject }) => `${severity} ${subject.name}`)).toEqual(expected);
  for (const each of found) expect(each).toMatchObject({ rule: "deregistration-delay-unset", actual: 300, required: 35 });
});

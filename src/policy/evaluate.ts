import { type Finding, type RuleId, ruleIds, type Severity } from "#model/findings/finding.ts";
import type { Policy } from "#model/settings/policy.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { rules } from "#rules/index.ts";

/** The rules of a policy in the order of the rule table, each with its severity. */
export const judgedRules = (policy: Policy): readonly (readonly [RuleId, Severity])[] =>
  ruleIds.flatMap((id) => {
    const severity = policy.rules[id];
    return severity === undefined ? [] : [[id, severity] as const];
  });

/** Every rule of the policy that does not hold in this facts. */
export const evaluate = (facts: WorkloadFacts, policy: Policy): readonly Finding[] =>
  judgedRules(policy).flatMap(([id, severity]) =>
    rules[id].find(facts, policy.parameters).map((breach) => ({ ...breach, severity })),
  );

export const errorsOf = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ severity }) => severity === "error");

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
    rules[id].find(facts, policy.parameters).map((breach) => ({ ...breach, severity: isPlain(breach) ? "warning" : severity })),
  );

/** A Service with no load balancer of AWS in front: a cluster has hundreds of them, and clients in it try again. */
const isPlain = ({ details }: Pick<Finding, "details">): boolean => details["through"] === "service";

/** Errors, and what Pods lack behind a plain Service, for which they are to be restarted too. */
export const lossesOf = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter((finding) => finding.severity === "error" || isPlain(finding));

export const errorsOf = (findings: readonly Finding[]): readonly Finding[] =>
  findings.filter(({ severity }) => severity === "error");

import { invalidatesDelay } from "#model/findings/problem-finding.ts";
import { breach } from "./breach.ts";
import { noPodRemedy, type Rule } from "./rule.ts";

/** AWS takes whole seconds from 0 to 3600; with anything else the controller stops reconciling the whole IngressGroup (controller v3.5.0). */
export const deregistrationDelayValid: Rule = {
  id: "deregistration-delay-valid",
  holds: "D parses and 0 ≤ D ≤ 3600",
  find: (facts) =>
    facts.targetGroups.flatMap((group) =>
      group.problems.filter(invalidatesDelay).map((problem) =>
        breach(facts, {
          rule: "deregistration-delay-valid",
          subject: problem.object,
          path: problem.field,
          actual: undefined,
          required: undefined,
          because: [],
          targetGroup: group,
          details: problem.details,
        }),
      ),
    ),
  remedy: noPodRemedy,
};

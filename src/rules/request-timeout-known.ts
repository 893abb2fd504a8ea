import { keys } from "#model/settings/keys.ts";
import { breach } from "./breach.ts";
import { noPodRemedy, type Rule } from "./rule.ts";

/** A sleep can cover requests in flight only where the longest of them is known; without it the policy is one for propagation alone. */
export const requestTimeoutKnown: Rule = {
  id: "request-timeout-known",
  holds: "R is known",
  find: (facts) =>
    facts.timings.requestTimeout !== undefined || facts.targetGroups.length === 0
      ? []
      : [
          breach(facts, {
            rule: "request-timeout-known",
            path: keys.requestTimeout,
            actual: undefined,
            required: undefined,
            because: [],
          }),
        ],
  remedy: noPodRemedy,
};

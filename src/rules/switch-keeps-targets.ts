import { switchedGroups } from "./amounts/switched-groups.ts";
import { breach } from "./breach.ts";
import { noPodRemedy, type Rule } from "./rule.ts";

/**
 * A Service that Argo Rollouts switches changes all of its endpoints at once. The old targets leave while the new ones are only being
 * registered, and a readiness gate cannot hold the switch, because the new Pods are created before the Service selects them. Ping-pong
 * Services keep what they select until no weight is on them.
 */
export const switchKeepsTargets: Rule = {
  id: "switch-keeps-targets",
  holds: "an Argo Rollout never exchanges all targets of a target group while requests go there",
  find: (facts) =>
    switchedGroups(facts)
      .filter(({ role, argo }) => role === "active" || (role === "stable" && !argo.services.some((each) => each.role === "ping")))
      .map(({ targetGroup, argo }) =>
        breach(facts, {
          rule: "switch-keeps-targets",
          path: `spec.strategy.${argo.strategy}`,
          actual: undefined,
          required: undefined,
          because: [],
          targetGroup,
          details: { strategy: argo.strategy },
        }),
      ),
  remedy: noPodRemedy,
};

import { printDelaySetting } from "#model/load-balancers/delay-setting.ts";
import { suggestedDelay } from "./amounts/chosen-delay.ts";
import { breach, delayOf, ipTargetGroups } from "./breach.ts";
import { noPodRemedy, type Rule } from "./rule.ts";

/** AWS drains for 300 s where no delay is set (ELB user guide, deregistration delay), which is longer than most Pods can stay. */
export const deregistrationDelayUnset: Rule = {
  id: "deregistration-delay-unset",
  holds: "D is set",
  find: (facts, parameters) => {
    const unset = ipTargetGroups(facts).filter(
      ({ deregistrationDelay, nextDeregistrationDelay }) =>
        deregistrationDelay.source.from === "default" && nextDeregistrationDelay === undefined,
    );
    const required = suggestedDelay(facts.timings.requestTimeout, parameters);
    const places = new Map(unset.map((group) => [JSON.stringify([group.delaySetting.object, group.delaySetting.field]), group]));
    return [...places.values()].map((targetGroup) =>
      breach(facts, {
        rule: "deregistration-delay-unset",
        subject: targetGroup.delaySetting.object,
        path: targetGroup.delaySetting.field,
        actual: targetGroup.deregistrationDelay.value,
        required,
        because: [delayOf(targetGroup)],
        targetGroup,
        details: { value: printDelaySetting(targetGroup.delaySetting, required) },
      }),
    );
  },
  remedy: noPodRemedy,
};

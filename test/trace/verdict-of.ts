import { attributeAll, type Verdict } from "#trace/attribution/attribute.ts";
import type { Cause } from "#trace/attribution/cause.ts";
import { defaultGroupFacts } from "#trace/attribution/group-facts.ts";
import { groupPatterns } from "#trace/attribution/group-patterns.ts";
import { attributionRules } from "#trace/attribution/rules.ts";
import { auditLog } from "./simulator/events.ts";
import { baseScenario, rollOut } from "./simulator/scenario.ts";
import { simulate } from "./simulator/simulate.ts";
import { requestLog } from "./simulator/traced.ts";

/** A function that gives the verdict on one failure of a real log, with the times that a test chooses. Milliseconds. */
export function verdicts(): (given: { cause: Cause; deletedMs: number | undefined; createdMs: number }) => Verdict {
  const simulation = simulate({ ...baseScenario, lengthMs: 120_000, ratePerSecond: 20, pods: rollOut(2, { from: 30_000 }) });
  const log = requestLog({ lines: simulation.lines.map(({ text }) => text), events: auditLog(simulation) });
  const [patterns] = groupPatterns(log);
  if (patterns === undefined) throw new Error("no group");
  const [first] = attributeAll({ log, skewMs: 0, factsOf: () => defaultGroupFacts, patternsOf: () => patterns });
  if (first === undefined) throw new Error("no failure");
  return ({ cause, deletedMs, createdMs }) => {
    const rule = attributionRules.find((each) => each.cause === cause);
    if (rule === undefined) throw new Error("no such cause");
    const failure = { ...first.given.failure, createdMs, doneMs: createdMs };
    return {
      ...first,
      rule,
      given: { ...first.given, failure, durationMs: 0, deletedMs, deregistered: undefined, deregisteredMs: undefined },
    };
  };
}

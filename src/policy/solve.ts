import type { Amount, Finding } from "#model/findings/finding.ts";
import { longest, plus } from "#model/findings/seconds.ts";
import { keyPrefix } from "#model/settings/keys.ts";
import type { Policy } from "#model/settings/policy.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { rules } from "#rules/index.ts";
import type { Remedy } from "#rules/rule.ts";
import { evaluate, judgedRules } from "./evaluate.ts";

/** A value, and what requires it where it is not the workload's own. */
export interface Chosen extends Amount {
  readonly because?: Amount;
}

/** The timings that a policy wants for one workload, and what even they do not fix. */
export interface Solution {
  /** Undefined where nothing requires a sleep. */
  readonly preStop: Chosen | undefined;
  readonly gracePeriod: Chosen;
  readonly gates: readonly string[];
  /** What still does not hold with these values: only the route or the application can change it. */
  readonly remaining: readonly Finding[];
  /** Set where the sleep that would be needed is beyond the policy's ceiling: nothing is set then. */
  readonly beyondCeiling: Amount | undefined;
}

/**
 * The smallest sleep, then the smallest grace period, that satisfy every rule for every target group.
 * A value that already breaks no rule stays as it is, and none is ever lowered.
 */
export function solve(given: WorkloadFacts, policy: Policy): Solution {
  const preStop = raise(given, policy, "preStop");
  const tooLong = beyond(given, policy, preStop);
  if (tooLong !== undefined) {
    const { preStop: own, gracePeriod } = given.timings;
    // With an annotation the other rules would only say what that value breaks.
    const remaining = isAnnotated(tooLong) ? [] : evaluate(given, policy);
    return { preStop: own, gracePeriod, gates: [], remaining, beyondCeiling: tooLong };
  }
  const sleeping = withTimings(given, preStop, given.timings.gracePeriod);
  const gracePeriod = raise(sleeping, policy, "gracePeriod") ?? given.timings.gracePeriod;
  const gates = gatesToAdd(given, policy);
  const fixed = {
    ...withTimings(given, preStop, gracePeriod),
    gates: given.gates.map((gate) => (gates.includes(gate.gate) ? { ...gate, present: true } : gate)),
  };
  return { preStop, gracePeriod, gates, remaining: evaluate(fixed, policy), beyondCeiling: undefined };
}

/** What somebody else's annotation or route requires is bounded; what the Pod itself says is its own. */
function beyond({ timings }: WorkloadFacts, policy: Policy, preStop: Amount | undefined): Amount | undefined {
  const { ceiling, graceMargin } = policy.parameters;
  const isOwn = preStop === timings.preStop && preStop !== undefined && !isAnnotated(preStop);
  if (preStop !== undefined && preStop.value > ceiling && !isOwn) return preStop;
  const { gracePeriod, shutdown } = timings;
  const mostGrace = plus(plus(ceiling, shutdown.value), graceMargin);
  return gracePeriod.value > mostGrace && isAnnotated(gracePeriod) ? gracePeriod : undefined;
}

const isAnnotated = ({ source }: Amount): boolean => source.from === "object" && source.field.startsWith(keyPrefix);

/** The given value where no rule that this value could fix is broken, else the largest of it and of what those rules require. */
function raise(facts: WorkloadFacts, policy: Policy, what: "preStop" | "gracePeriod"): Chosen | undefined {
  const given = facts.timings[what];
  const candidates = judgedRules(policy).flatMap(([id]) => {
    const remedies = rules[id].remedy(facts, policy.parameters).filter((remedy) => remedy.set === what);
    return remedies.length > 0 ? [{ remedies, broken: rules[id].find(facts, policy.parameters).length > 0 }] : [];
  });
  if (!candidates.some(({ broken }) => broken)) return given;
  return largest(
    what,
    given,
    candidates.flatMap(({ remedies }) => remedies),
  );
}

function largest(what: "preStop" | "gracePeriod", given: Amount | undefined, remedies: readonly Remedy[]): Chosen | undefined {
  return remedies.reduce<Chosen | undefined>((most, remedy) => {
    if (remedy.set === "readinessGate" || (most !== undefined && most.value >= remedy.atLeast)) return most;
    const [because] = remedy.because;
    const chosen = { name: what, value: longest(remedy.atLeast), source: because?.source ?? { from: "default" } } as const;
    return because === undefined ? chosen : { ...chosen, because };
  }, given);
}

const gatesToAdd = (facts: WorkloadFacts, policy: Policy): readonly string[] =>
  policy.rules["readiness-gate-present"] === undefined
    ? []
    : rules["readiness-gate-present"]
        .remedy(facts, policy.parameters)
        .flatMap((remedy) => (remedy.set === "readinessGate" ? [remedy.gate] : []));

const withTimings = (facts: WorkloadFacts, preStop: Amount | undefined, gracePeriod: Amount): WorkloadFacts => ({
  ...facts,
  timings: { ...facts.timings, preStop, gracePeriod },
});

import type { DecisionContext } from "#assessment/context.ts";
import { type LoadedWorkload, loadWorkloadFacts } from "#assessment/load-workload-facts.ts";
import { namespaceTreatment } from "#assessment/namespace-treatment.ts";
import type { Finding } from "#model/findings/finding.ts";
import { keys } from "#model/settings/keys.ts";
import type { Policy } from "#model/settings/policy.ts";
import type { Plan, Step } from "#model/workloads/plan.ts";
import type { DelayFix } from "#model/workloads/remedy.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { decidePod } from "#policy/decide-pod.ts";
import { evaluate } from "#policy/evaluate.ts";
import { remedyOf } from "#policy/remedy.ts";
import { namingWholeRemedy } from "#policy/whole-remedy.ts";
import { runsToCompletion } from "#workloads/runs-to-completion.ts";

export interface CheckedWorkload {
  readonly judged: readonly Finding[];
  readonly notices: readonly Finding[];
  readonly skipped: { readonly reason: string; readonly path: string } | undefined;
  /** What a manifest can be given to fix what it can; empty where nothing is wrong or only a route can fix it. */
  readonly plan: Plan;
  /** Delays to set on the routes in front; the better fix where there are any. */
  readonly delays: readonly DelayFix[];
}

/** A workload as its manifest has it, by the policy that it falls under; nothing is injected before it is evaluated. */
export function checkWorkload(workload: Workload, context: DecisionContext): CheckedWorkload {
  const { policy: namespacePolicy } = namespaceTreatment(workload.ref.namespace ?? "", context);
  const known = loadWorkloadFacts(workload, namespacePolicy, context);
  const { overrides } = known;
  if (overrides.skip !== undefined) {
    const skipped = { reason: overrides.skip, path: keys.skip };
    return { judged: [], notices: overrides.findings, skipped, plan: [], delays: [] };
  }
  const concerned = isConcerned(workload, known);
  const policy = concerned ? known.policy : ownTimingsOnly(known.policy);
  // An annotation that requires a sleep is no sleep yet.
  const asGiven = known.written;
  const judged = evaluate(asGiven, policy);
  const remedy = remedyOf(judged, asGiven, policy);
  const { plan, remaining } = decidePod(
    known.facts,
    chosenDelaysOnly(policy),
    { ...context.settings, injectReadinessGates: false },
    [],
  );
  return {
    judged: namingWholeRemedy(judged, asGiven, policy, remedy),
    notices: [
      ...(concerned ? known.notices : overrides.findings),
      ...remaining.filter(({ rule }) => rule === "prestop-over-ceiling" || rule === "hook-continues"),
    ],
    skipped: undefined,
    plan: writable(plan, workload),
    delays: remedy?.routes ?? [],
  };
}

/** Pods that no Service selects and Pods that end by themselves are not drained from anything, unless annotations require it. */
function isConcerned(workload: Workload, { facts, overrides }: LoadedWorkload): boolean {
  const requested = overrides.preStop !== undefined || overrides.gracePeriod !== undefined;
  return requested || (!runsToCompletion(workload) && facts.services.length + facts.targetGroups.length > 0);
}

/** A hook that outlasts the grace period is wrong whatever the Pods do. */
function ownTimingsOnly(policy: Policy): Policy {
  const severity = policy.rules["grace-outlives-prestop"];
  return { ...policy, rules: severity === undefined ? {} : { "grace-outlives-prestop": severity } };
}

/** A sleep that only a delay that nobody set would require is not written into a file: the delay is. */
const chosenDelaysOnly = (policy: Policy): Policy => ({
  ...policy,
  parameters: { ...policy.parameters, unsetDelay: "propagation" },
});

/** No readiness gate and no record belongs into a file, and a sleep that is there keeps its form. */
const writable = (plan: Plan, { podSpec }: Workload): Plan =>
  plan.flatMap<Step>((step) => {
    if (step.set === "grace-period") return [step];
    if (step.set !== "pre-stop") return [];
    const own = podSpec.containers[step.container]?.preStop;
    return [own?.kind === "sleep" && own.form === "native" ? { ...step, form: "native" } : step];
  });

/**
 * One workload explained: which target groups its Pods are in, how long these use them, what that asks of the Pods, and what is wrong.
 * Not limited by scope or mode: it says what enforce mode would do, wherever the workload stands.
 */

import { decideLoaded } from "#assessment/admit-pod.ts";
import type { DecisionContext } from "#assessment/context.ts";
import { loadWorkloadFacts } from "#assessment/load-workload-facts.ts";
import { namespaceTreatment } from "#assessment/namespace-treatment.ts";
import { injectedGates } from "#assessment/readiness-gates.ts";
import { keyProblemsInFront } from "#assessment/upstream-annotations.ts";
import type { Verdict } from "#model/admission/decision.ts";
import type { Finding } from "#model/findings/finding.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { evaluate } from "#policy/evaluate.ts";
import { namingRemedy, remedyOf } from "#policy/remedy.ts";
import { stoppedBy } from "#rules/amounts/stopped-by.ts";
import { timingsOf } from "#workloads/timings.ts";
import { explanationFindings } from "./explanation-findings.ts";
import { longestPropagation } from "./explanation-propagation.ts";
import { timesAfter } from "./explanation-times.ts";

export function explain(workload: Workload, context: DecisionContext): Explanation {
  const namespace = workload.ref.namespace ?? "";
  const treatment = namespaceTreatment(namespace, context);
  const loaded = loadWorkloadFacts(workload, treatment.policy, context);
  const { policy, overrides, notices } = loaded;
  const { verdict } = decideLoaded(loaded, [], context.settings);
  // An annotation that requires a sleep is no sleep yet.
  const asWritten = { ...overrides, preStop: undefined, gracePeriod: undefined };
  const facts = { ...loaded.facts, timings: timingsOf(workload, loaded.facts, asWritten, policy.parameters) };
  const pod = { namespace, labels: workload.podLabels };
  const { timings, targetGroups, gates } = facts;
  const judged = verdict.kind === "skip" ? [] : evaluate(facts, policy);
  const remedy = remedyOf(judged, facts, policy);
  return {
    subject: workload.ref,
    policy: policy.name,
    mode: treatment.mode,
    skipped: skipped(verdict),
    rollout: workload.rollout && { ...workload.rollout, replicas: facts.fewestPods?.pods },
    targetGroups,
    stoppedBy: targetGroups.flatMap((group) => stoppedBy(group, facts) ?? []),
    current: timesAfter(facts, []),
    required: timesAfter(facts, verdict.kind === "admit" ? verdict.plan : []),
    remedy,
    shutdown: timings.shutdown,
    propagation: longestPropagation(facts, policy.parameters),
    requestTimeout: timings.requestTimeout,
    keepAlive: timings.keepAlive,
    readinessGates: injectedGates(pod, [], context.view),
    gates,
    findings: explanationFindings({
      judged: namingRemedy(judged, facts, policy, remedy),
      notices: [...treatment.findings, ...notices, ...ofTheOutcome(verdict)],
      problems: [...loaded.routeProblems, ...keyProblemsInFront(pod, targetGroups, context.view)],
    }),
    remaining: verdict.kind === "admit" ? verdict.remaining : [],
  };
}

const skipped = (verdict: Verdict): Explanation["skipped"] =>
  verdict.kind === "skip" ? { reason: verdict.reason, detail: verdict.detail } : undefined;

/** What only the values that are set show. */
const ofTheOutcome = (verdict: Verdict): readonly Finding[] =>
  verdict.kind === "admit"
    ? verdict.remaining.filter(({ rule }) => rule === "prestop-over-ceiling" || rule === "hook-continues")
    : [];

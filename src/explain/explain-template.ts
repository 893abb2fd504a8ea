/** What follows for the Pods of one template: which target groups they are in, how long these use them, and what is wrong. */

import { decideLoaded } from "#assessment/admit-pod.ts";
import { decisionContext, type GivenContext } from "#assessment/context.ts";
import { controllerSummary } from "#assessment/controller/controller-summary.ts";
import { withoutIgnored } from "#assessment/ignored-findings.ts";
import { loadWorkloadFacts } from "#assessment/load-workload-facts.ts";
import { namespaceTreatment } from "#assessment/namespace-treatment.ts";
import { injectedGates } from "#assessment/readiness-gates.ts";
import { keyProblemsInFront } from "#assessment/upstream-annotations.ts";
import { mistypedSelectors } from "#load-balancers/mistyped-selectors.ts";
import { podLike } from "#load-balancers/services-selecting.ts";
import type { Verdict } from "#model/admission/decision.ts";
import { capFindings, mostFindings } from "#model/findings/cap-findings.ts";
import type { Finding } from "#model/findings/finding.ts";
import { findingOfProblem } from "#model/findings/problem-finding.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { evaluate } from "#policy/evaluate.ts";
import { remedyOf } from "#policy/remedy.ts";
import { namingWholeRemedy } from "#policy/whole-remedy.ts";
import { stoppedBy } from "#rules/amounts/stopped-by.ts";
import { withReferredTemplate } from "#workloads/referred-template.ts";
import { timingsOf } from "#workloads/timings.ts";
import { explanationFindings } from "./explanation-findings.ts";
import { longestPropagation } from "./explanation-propagation.ts";
import { timesAfter } from "./explanation-times.ts";

export function explainTemplate(asked: Workload, given: GivenContext): Explanation {
  const context = decisionContext(given);
  const workload = withReferredTemplate(asked, context.view);
  const namespace = workload.ref.namespace ?? "";
  const treatment = namespaceTreatment(namespace, context);
  const loaded = loadWorkloadFacts(workload, treatment.policy, context);
  const { policy, overrides, notices } = loaded;
  const { verdict } = decideLoaded(loaded, [], context.settings);
  // An annotation that requires a sleep is no sleep yet.
  const asWritten = { ...overrides, preStop: undefined, gracePeriod: undefined };
  const facts = { ...loaded.facts, timings: timingsOf(workload, loaded.facts, asWritten, policy.parameters) };
  const pod = podLike(workload, context.view);
  const { timings, targetGroups, gates } = facts;
  const judged = verdict.kind === "skip" ? [] : evaluate(facts, policy);
  const remedy = remedyOf(judged, facts, policy);
  const { kept, ignored } = withoutIgnored(
    explanationFindings({
      judged: namingWholeRemedy(judged, facts, policy, remedy),
      notices: [...treatment.findings, ...notices, ...ofTheOutcome(verdict)],
      problems: [
        ...loaded.routeProblems,
        ...keyProblemsInFront(pod, targetGroups, context.view),
        ...(targetGroups.length === 0 ? mistypedSelectors(pod, context.view, context.flags) : []),
      ].map(findingOfProblem),
    }),
    context,
  );
  return {
    subject: workload.ref,
    policy: policy.name,
    mode: treatment.mode,
    outOfScope: treatment.outOfScope,
    skipped: skipped(verdict),
    rollout: facts.workload.rollout && { ...facts.workload.rollout, replicas: facts.fewestPods?.pods },
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
    controller: controllerSummary(given),
    nodes: facts.nodes ?? [],
    gates,
    findings: capFindings(kept),
    ignored: ignored.slice(0, mostFindings),
    remaining: verdict.kind === "admit" ? capFindings(verdict.remaining) : [],
  };
}

const skipped = (verdict: Verdict): Explanation["skipped"] =>
  verdict.kind === "skip" ? { reason: verdict.reason, detail: verdict.detail } : undefined;

/** What only the values that are set show. */
const ofTheOutcome = (verdict: Verdict): readonly Finding[] =>
  verdict.kind === "admit"
    ? verdict.remaining.filter(({ rule }) => rule === "prestop-over-ceiling" || rule === "hook-continues")
    : [];

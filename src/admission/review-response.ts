import type { Decision, Verdict } from "#model/admission/decision.ts";
import type { ReviewResponse } from "#model/admission/review-response.ts";
import type { Finding } from "#model/findings/finding.ts";
import { type Plan, printPlan } from "#model/workloads/plan.ts";
import { denialText } from "#wording/denial-text.ts";
import { findingSentence } from "#wording/finding-text.ts";

export type AdmissionStage = "pod" | "template" | "workload" | "route";

const silent: ReviewResponse = { allowed: true, plan: [], denial: undefined, warnings: [], auditAnnotations: {} };

/**
 * What the client sees of a decision, by mode. The decision itself is the same in all of them.
 *
 * | mode    | plan        | denial      | findings                     |
 * |---------|-------------|-------------|------------------------------|
 * | enforce | carried out | given       | what the plan does not mend  |
 * | warn    | as warning  | as warning  | all                          |
 * | audit   | recorded    | recorded    | recorded                     |
 */
export function reviewResponse({ mode, verdict }: Decision, stage: AdmissionStage): ReviewResponse {
  switch (mode) {
    case "off":
      return silent;
    case "audit":
      return { ...silent, auditAnnotations: recorded(verdict) };
    case "warn":
      return { ...silent, warnings: stage === "pod" || stage === "template" ? [] : warned(verdict) };
    case "enforce":
      return enforced(verdict, stage);
  }
}

/** Warnings on controller-made Pods reach nobody (Kubernetes 1.36), and the validating stage says them for templates. */
function enforced(verdict: Verdict, stage: AdmissionStage): ReviewResponse {
  switch (verdict.kind) {
    case "skip":
      return { ...silent, warnings: verdict.findings.map(findingSentence) };
    case "deny":
      return { ...silent, allowed: false, denial: denialText(verdict.because) };
    case "admit":
      return {
        ...silent,
        plan: stage === "pod" || stage === "template" ? verdict.plan : [],
        warnings: warningsOf(verdict, stage),
      };
  }
}

/** That a sleep is put back is only seen where it is done. */
function warningsOf({ remaining, plan }: Verdict & { readonly kind: "admit" }, stage: AdmissionStage): readonly string[] {
  switch (stage) {
    case "pod":
      return [];
    case "template":
      return remaining.filter(({ rule }) => rule === "injected-sleep-restored").map(findingSentence);
    case "workload":
    case "route":
      return [...remaining.map(findingSentence), ...left(plan)];
  }
}

/** By the time the validating stage is asked, a template that could be written to has been: what is still planned is left to its Pods. */
const left = (plan: Plan): readonly string[] => {
  const steps = printPlan(plan);
  return steps.length === 0 ? [] : [`the template is left as it is; its Pods will be given ${steps.join("; ")}`];
};

function warned(verdict: Verdict): readonly string[] {
  switch (verdict.kind) {
    case "skip":
      return verdict.findings.map(findingSentence);
    case "deny":
      return verdict.because.map((finding) => `enforce mode would refuse this: ${findingSentence(finding)}`);
    case "admit": {
      const steps = printPlan(verdict.plan);
      return [
        ...verdict.findings.map(findingSentence),
        ...(steps.length === 0 ? [] : [`enforce mode would set ${steps.join("; ")}`]),
      ];
    }
  }
}

function recorded(verdict: Verdict): Readonly<Record<string, string>> {
  const ids = (findings: readonly Finding[]): string => [...new Set(findings.map(({ rule }) => rule))].join(",");
  switch (verdict.kind) {
    case "skip":
      return { decision: `skip: ${verdict.reason}` };
    case "deny":
      return { decision: "would-deny", findings: ids(verdict.findings), message: denialText(verdict.because) };
    case "admit": {
      const steps = printPlan(verdict.plan);
      return {
        decision: steps.length > 0 ? "would-patch" : "allow",
        ...(verdict.findings.length === 0 ? {} : { findings: ids(verdict.findings) }),
        ...(steps.length === 0 ? {} : { changes: steps.join("; ") }),
      };
    }
  }
}

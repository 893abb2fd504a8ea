import type { Decision, Verdict } from "#model/admission/decision.ts";
import type { ReviewResponse } from "#model/admission/review-response.ts";
import type { Finding } from "#model/findings/finding.ts";
import { type Plan, printPlan } from "#model/workloads/plan.ts";
import { denialText } from "#wording/denial-text.ts";
import { warningLine, warningLines } from "#wording/warning-lines.ts";

export type AdmissionStage = "pod" | "template" | "workload" | "route";

const silent: ReviewResponse = { allowed: true, plan: [], denial: undefined, warnings: [], auditAnnotations: {} };

/**
 * What the client sees of a decision, by mode. The decision itself is the same in all of them.
 *
 * | mode    | plan       | denial     | findings                  |
 * |---------|------------|------------|---------------------------|
 * | enforce | applied    | returned   | what the plan cannot fix  |
 * | warn    | as warning | as warning | all                       |
 * | audit   | recorded   | recorded   | recorded                  |
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

/** Nobody sees warnings on Pods that a controller creates (Kubernetes 1.36), so the validating stage warns about the template. */
function enforced(verdict: Verdict, stage: AdmissionStage): ReviewResponse {
  switch (verdict.kind) {
    case "skip":
      return { ...silent, warnings: verdict.findings.flatMap(warningLines) };
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

/** That a sleep is restored is only known where it is done. */
function warningsOf({ remaining, plan }: Verdict & { readonly kind: "admit" }, stage: AdmissionStage): readonly string[] {
  switch (stage) {
    case "pod":
      return [];
    case "template":
      return remaining.filter(({ rule }) => rule === "injected-sleep-restored").flatMap(warningLines);
    case "workload":
    case "route":
      return [...remaining.flatMap(warningLines), ...left(plan)];
  }
}

/** The mutating stage has already patched a template that is safe to patch: what is still planned is for its Pods. */
const left = (plan: Plan): readonly string[] =>
  printPlan(plan).map((step) => warningLine(`set on Pods when they are created: ${step}`));

function warned(verdict: Verdict): readonly string[] {
  switch (verdict.kind) {
    case "skip":
      return verdict.findings.flatMap(warningLines);
    case "deny":
      return ["enforce mode would deny this request", ...verdict.because.flatMap(warningLines)];
    case "admit":
      return [
        ...verdict.findings.flatMap(warningLines),
        ...printPlan(verdict.plan).map((step) => warningLine(`enforce mode would set ${step}`)),
      ];
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

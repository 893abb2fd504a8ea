import { patchBetween, patchFor } from "#injection/json-patch.ts";
import { preserveInjection } from "#injection/preserve-injection.ts";
import { removeStaleInjection } from "#injection/remove-stale-injection.ts";
import { templateHistory } from "#injection/template-history.ts";
import type { AdmissionRequest } from "#model/admission/admission-request.ts";
import type { Decision } from "#model/admission/decision.ts";
import type { DecisionRecord } from "#model/admission/decision-record.ts";
import type { ReviewResponse } from "#model/admission/review-response.ts";
import { printStep } from "#model/workloads/plan.ts";
import { type ResponseBody, responseBody } from "./admission-response.ts";
import { type AdmissionStage, reviewResponse } from "./review-response.ts";
import type { Subject } from "./subject.ts";

/** A decision with everything that follows from it, but for what is a request's own: its uid, its name and whether it is a dry run. */
export interface CachedResponse {
  readonly response: ResponseBody;
  readonly record: Pick<DecisionRecord, "mode" | "policy" | "result" | "reason" | "findings" | "changes">;
}

/** `request.object` is used up by the patch that is made for it. */
export function buildResponse(
  request: AdmissionRequest,
  decision: Decision,
  stage: AdmissionStage,
  subject: Subject,
): CachedResponse {
  const visible = reviewResponse(decision, stage);
  const patch = patchOf(request, visible, decision, stage, subject);
  return { response: responseBody(visible, patch), record: recordOf(decision, visible, patch.length > 0) };
}

function patchOf(
  request: AdmissionRequest,
  visible: ReviewResponse,
  decision: Decision,
  stage: AdmissionStage,
  subject: Subject,
): ReturnType<typeof patchFor> {
  const { object, oldObject } = request;
  if (!visible.allowed || object === undefined || decision.mode !== "enforce") return [];
  if (subject.kind === "pod") return patchFor(object, subject.pod.podPath, visible.plan);
  if (subject.kind !== "template" || stage !== "template") return [];
  if (visible.plan.length > 0) return patchFor(object, subject.workload.podPath, visible.plan);
  const { podPath } = subject.workload;
  return unchangedTemplate(request, podPath) && oldObject !== undefined
    ? patchBetween(object, preserveInjection(object, oldObject, podPath))
    : patchBetween(object, removeStaleInjection(object, podPath));
}

function unchangedTemplate(request: AdmissionRequest, path: readonly string[]): boolean {
  const history = templateHistory(request, path);
  return history.templateUnchanged && history.injectedBefore && !history.gracePeriodOwned;
}

function recordOf(decision: Decision, visible: ReviewResponse, patched: boolean): CachedResponse["record"] {
  const { verdict, mode, policy } = decision;
  const plan = verdict.kind === "admit" ? verdict.plan : [];
  return {
    mode: mode === "off" ? "none" : mode,
    policy,
    result: resultOf(decision, visible, patched),
    reason: reasonOf(decision),
    findings: verdict.findings.map(({ rule, severity }) => ({ id: rule, severity })),
    changes: plan.flatMap((step) => {
      const text = printStep(step);
      return text === undefined || step.set === "record" ? [] : [{ setting: step.set, text }];
    }),
  };
}

function reasonOf({ verdict }: Decision): string {
  switch (verdict.kind) {
    case "skip":
      return verdict.reason;
    case "deny":
      return [...new Set(verdict.because.map(({ rule }) => rule))].join(",");
    case "admit":
      return "";
  }
}

function resultOf({ mode, verdict }: Decision, visible: ReviewResponse, patched: boolean): DecisionRecord["result"] {
  if (verdict.kind === "skip") return "skipped";
  if (!visible.allowed) return "denied";
  if (patched) return "patched";
  if (mode === "audit" && (verdict.kind === "deny" || verdict.plan.length > 0 || verdict.findings.length > 0)) return "recorded";
  return visible.warnings.length > 0 ? "warned" : "allowed";
}

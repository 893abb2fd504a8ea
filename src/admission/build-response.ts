import type { Operation } from "fast-json-patch";
import { patchBetween, patchFor } from "#injection/json-patch.ts";
import type { Question } from "#model/admission/admission-request.ts";
import type { Decision } from "#model/admission/decision.ts";
import type { DecisionRecord } from "#model/admission/decision-record.ts";
import type { ReviewResponse } from "#model/admission/review-response.ts";
import type { JsonObject } from "#model/kubernetes/json.ts";
import { printStep } from "#model/workloads/plan.ts";
import { isAscii, responseBody, responseTail } from "./admission-response.ts";
import { type AdmissionStage, reviewResponse } from "./review-response.ts";
import type { Subject } from "./subject.ts";

/** A decision with everything that follows from it, but for what is a request's own: its uid, its name and whether it is a dry run. */
export interface CachedResponse {
  /** From behind the uid on. */
  readonly tail: string;
  /** Whether all of the tail is ASCII. */
  readonly ascii: boolean;
  readonly record: Pick<DecisionRecord, "mode" | "policy" | "result" | "reason" | "findings" | "changes">;
}

/**
 * `question.object` is used up by the patch that is made for it. `received` is the object as the API server sent it, where the decision
 * was made about it without the floor that a policy in the API server had set.
 */
export function buildResponse(
  { object }: Pick<Question, "object">,
  decision: Decision,
  stage: AdmissionStage,
  subject: Subject,
  received?: JsonObject,
): CachedResponse {
  const visible = reviewResponse(decision, stage);
  const path = podPathOf(subject);
  const planned = object === undefined || path === undefined ? [] : patchFor(object, path, visible.plan);
  const patch = received === undefined || object === undefined ? planned : overFloor(decision, received, object);
  const tail = responseTail(responseBody(visible, patch));
  return { tail, ascii: isAscii(tail), record: recordOf(decision, visible, patch.length > 0) };
}

/** A Pod that needs nothing gets nothing, as without the floor; where the mode is another one nothing is changed. */
const overFloor = ({ mode }: Decision, received: JsonObject, wanted: JsonObject): readonly Operation[] =>
  mode === "enforce" ? patchBetween(received, wanted) : [];

function podPathOf(subject: Subject): readonly string[] | undefined {
  switch (subject.kind) {
    case "pod":
      return subject.pod.podPath;
    case "template":
      return subject.workload.podPath;
    case "route":
    case "namespace":
    case "other":
      return undefined;
  }
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

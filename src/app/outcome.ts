import type { AdmissionRequest } from "#model/admission-request.ts";
import type { Answer } from "#model/answer.ts";
import type { Decision } from "#model/decision.ts";
import type { DecisionRecord } from "#model/decision-record.ts";
import type { JsonObject } from "#model/json.ts";
import { printStep } from "#model/plan.ts";
import { admissionResponse } from "#wire/admission-response.ts";
import { carryOver } from "#wire/carry-over.ts";
import { patchBetween, patchFor } from "#wire/json-patch.ts";
import type { Subject } from "#wire/subject.ts";
import { templateHistory } from "#wire/template-history.ts";
import { answerOf, type Door } from "./answer.ts";
import type { AdmissionOutcome, Endpoint } from "./ports.ts";

/** Everything that anybody gets to see of one decision: the response, and the record that log and metrics are made of. */
export function outcomeOf(
  endpoint: Endpoint,
  request: AdmissionRequest,
  decision: Decision,
  door: Door,
  subject: Subject,
): AdmissionOutcome {
  const answer = answerOf(decision, door);
  const patch = patchOf(request, answer, decision, door, subject);
  return {
    status: 200,
    body: admissionResponse(request, answer, patch),
    record: recordOf(endpoint, request, decision, answer, patch.length > 0),
  };
}

function patchOf(
  request: AdmissionRequest,
  answer: Answer,
  decision: Decision,
  door: Door,
  subject: Subject,
): ReturnType<typeof patchFor> {
  const { object, oldObject } = request;
  if (!answer.allowed || object === undefined || decision.mode !== "enforce") return [];
  if (subject.kind === "pod") return patchFor(object, subject.pod.podPath, answer.plan);
  if (subject.kind !== "template" || door !== "template") return [];
  if (answer.plan.length > 0) return patchFor(object, subject.workload.podPath, answer.plan);
  return unchangedTemplate(request, subject.workload.podPath) && oldObject !== undefined
    ? patchBetween(object, carryOver(object, oldObject, subject.workload.podPath))
    : [];
}

function unchangedTemplate(request: AdmissionRequest, path: readonly string[]): boolean {
  const history = templateHistory(request, path);
  return history.templateUnchanged && history.injectedBefore && !history.gracePeriodOwned;
}

function recordOf(
  endpoint: Endpoint,
  request: AdmissionRequest,
  decision: Decision,
  answer: Answer,
  patched: boolean,
): DecisionRecord {
  const { verdict, mode, policy } = decision;
  const plan = verdict.kind === "admit" ? verdict.plan : [];
  return {
    uid: request.uid,
    webhook: endpoint,
    operation: request.operation,
    kind: request.kind.kind,
    namespace: request.namespace,
    name: nameOf(request.object) ?? request.name,
    dryRun: request.dryRun,
    mode: mode === "off" ? "none" : mode,
    policy,
    result: resultOf(decision, answer, patched),
    reason:
      verdict.kind === "skip"
        ? verdict.reason
        : verdict.kind === "deny"
          ? [...new Set(verdict.because.map(({ rule }) => rule))].join(",")
          : "",
    findings: verdict.findings.map(({ rule, severity }) => ({ id: rule, severity })),
    changes: plan.flatMap((step) => {
      const text = printStep(step);
      return text === undefined || step.set === "record" ? [] : [{ what: step.set, text }];
    }),
    error: undefined,
  };
}

function resultOf({ mode, verdict }: Decision, answer: Answer, patched: boolean): DecisionRecord["result"] {
  if (verdict.kind === "skip") return "skipped";
  if (!answer.allowed) return "denied";
  if (patched) return "patched";
  if (mode === "audit" && (verdict.kind === "deny" || verdict.plan.length > 0 || verdict.findings.length > 0)) return "recorded";
  return answer.warnings.length > 0 ? "warned" : "allowed";
}

function nameOf(object: JsonObject | undefined): string | undefined {
  const metadata = object?.["metadata"];
  if (typeof metadata !== "object" || metadata === null || Array.isArray(metadata)) return undefined;
  const { name, generateName } = metadata as JsonObject;
  return typeof name === "string" ? name : typeof generateName === "string" ? `${generateName}*` : undefined;
}

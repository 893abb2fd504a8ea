import { WorkBudgetExceeded } from "#kubernetes/view/work-budget.ts";
import type { AdmissionRequest } from "#model/admission/admission-request.ts";
import type { DecisionRecord } from "#model/admission/decision-record.ts";
import type { ReviewResponse } from "#model/admission/review-response.ts";
import type { Settings } from "#model/settings/settings.ts";
import { responseBody, responseTail, responseText } from "./admission-response.ts";
import type { AdmissionOutcome, Endpoint } from "./ports.ts";

export type FailureReason =
  | "facts-not-synced"
  | "namespace-unknown"
  | "deadline-passed"
  | "work-budget-exceeded"
  | "object-too-costly"
  | "internal-error"
  | "body-too-large"
  | "overloaded";

const messages: Readonly<Record<FailureReason, string>> = {
  "facts-not-synced": "Outlive has not read the cluster yet",
  "namespace-unknown": "Outlive has not read this namespace yet",
  "deadline-passed": "Outlive could not decide before the deadline",
  "work-budget-exceeded": "the objects that this decision depends on are too large",
  "object-too-costly": "an object that this decision depends on is too large to be read",
  "body-too-large": "the object exceeds the size limit server.bodyLimit",
  overloaded: "too many requests arrived at once",
  "internal-error": "Outlive failed with an internal error, which is in its log under the uid of the request",
};

/** After a failure of our own: admitted with a warning, or denied if the settings say so. Never a bare HTTP error. */
export function failedOutcome(
  endpoint: Endpoint,
  request: AdmissionRequest,
  reason: FailureReason,
  error: Error | undefined,
  { failure }: Pick<Settings, "failure">,
): AdmissionOutcome {
  const closed = failure[endpoint === "mutate" ? "pods" : "routes"] === "closed";
  // Whoever reaches the port can name any namespace: one that does not exist looks like one that is out of scope.
  const hidden = reason === "namespace-unknown" && !closed;
  const visible: ReviewResponse = {
    allowed: !closed,
    plan: [],
    denial: closed
      ? `${messages[reason]}. It is configured to deny what it cannot check. To fix: ${reason === "body-too-large" ? "make the object smaller, or raise server.bodyLimit" : "retry in a few seconds"}.`
      : undefined,
    warnings: closed || hidden ? [] : [`request admitted unchecked: ${messages[reason]}`],
    auditAnnotations: hidden ? {} : { "failed-open": closed ? "no" : reason },
  };
  const record: DecisionRecord = {
    uid: request.uid,
    webhook: endpoint,
    operation: request.operation,
    kind: request.kind.kind,
    namespace: request.namespace,
    name: request.name,
    dryRun: request.dryRun,
    mode: "none",
    policy: "",
    result: closed ? "failed-closed" : "failed-open",
    reason,
    findings: [],
    changes: [],
    error: error === undefined ? undefined : error instanceof WorkBudgetExceeded ? error.message : (error.stack ?? error.message),
  };
  return { status: 200, text: responseText(request, responseTail(responseBody(visible, []))), record };
}

/** A body that is not a review has no uid to respond to: 400, with what is wrong with it. */
export function malformedOutcome(endpoint: Endpoint, problem: string): AdmissionOutcome {
  return {
    status: 400,
    text: JSON.stringify({ error: "malformed-review", message: problem }),
    record: {
      uid: "",
      webhook: endpoint,
      operation: "",
      kind: "",
      namespace: "",
      name: "",
      dryRun: false,
      mode: "none",
      policy: "",
      result: "malformed",
      reason: "malformed-review",
      findings: [],
      changes: [],
      error: problem,
    },
  };
}

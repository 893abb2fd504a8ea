import type { FailureReason } from "#admission/failure.ts";
import { type SkipReason, skipReasons } from "#model/admission/decision.ts";
import type { DecisionRecord } from "#model/admission/decision-record.ts";
import { code, table } from "./gen-docs-markdown.ts";

/** A reason without an entry does not compile. */
const skips: Readonly<Record<SkipReason, readonly [why: string, todo: string]>> = {
  "kind-not-handled": [
    "Outlive does not handle this kind of object, or handles it at the other path",
    "nothing; narrow the webhook's rules if there are many such reviews",
  ],
  "operation-not-handled": ["an existing Pod is being changed", "nothing: Pods are sized when they are created"],
  "being-deleted": ["the object has a deletion timestamp; it creates no more Pods or targets", "nothing"],
  "namespace-unknown": [
    "the watch has not delivered the namespace yet; the request is handled like [missing facts](#failures)",
    "nothing, if it passes within a second; otherwise check `outlive_cache_errors_total`",
  ],
  "namespace-not-in-scope": [
    "the namespace has no label `outlive.dev/mode`, and `scope` is `opt-in`",
    "label the namespace to put its Pods in scope",
  ],
  "namespace-excluded": [
    "the namespace is in `excludedNamespaces`, or is Outlive's own",
    "remove it from the list if that is not intended; kube-system should stay on it",
  ],
  "mode-off": ["the namespace's label, or `defaultMode`, is `off`", "use `audit` to see what Outlive would do"],
  "skipped-by-annotation": [
    "`outlive.dev/skip` gives a reason, which is in the log and in `outlive audit`",
    "remove the annotation when the reason no longer applies",
  ],
  "mirror-pod": [
    "the mirror of a static Pod: changing it changes nothing on the node",
    "change the static Pod's file on the node",
  ],
  "not-long-running": [
    "the Pod runs to completion (Job, CronJob, `restartPolicy` other than `Always`)",
    "annotate it with `outlive.dev/pre-stop` if it serves traffic",
  ],
  "owned-by-controller": [
    "another object controls the template, for example a Deployment that of its ReplicaSet",
    "change the owner; the Pods are handled in any case",
  ],
  "not-selected-by-a-service": [
    "no Service selects the Pods and no target group contains them, so no load balancer sends them requests",
    "nothing; if one should, compare the selector of the Service with the labels of the Pods",
  ],
  "traffic-shift": [
    "an update changes only the weights of an action, or the revision that a Service selects, as Argo Rollouts does at each step",
    "nothing: target groups and their delays stay as they are",
  ],
};

const failures: Readonly<Record<FailureReason, readonly [why: string, todo: string]>> = {
  "facts-not-synced": [
    "Outlive has not yet read the cluster since its start",
    "wait some seconds; `/readyz` says the same, and an unready replica is called only when there is no other",
  ],
  "namespace-unknown": [
    "the namespace is so new that the watch has not delivered it",
    "nothing, if it passes; the next request will find it",
  ],
  "deadline-passed": [
    "less than 50 ms of the API server's timeout were left, counted from the arrival of the request",
    "add replicas or CPU; check `outlive_event_loop_lag_seconds` and `outlive_admission_duration_seconds`",
  ],
  "object-too-costly": [
    "the decision is about an object, or leads to one, with more than 40,000 values, 2,000 entries in one map or 5,000 in one list, of which Outlive reads a stub; the log names it, and `outlive_cache_stubs` counts those in the cluster",
    "make that object smaller, or split it; the decision is made again when it has changed",
  ],
  "work-budget-exceeded": [
    "the object, or what it leads to, is so large that deciding would hold up the reviews of others; the log names the largest of these objects",
    "make that object smaller, or split it; the decision is made again when it has changed",
  ],
  "body-too-large": [
    "the review is larger than `server.bodyLimit` or has more than 300,000 values, and its object was not read",
    "raise `server.bodyLimit`, and `server.bodyBudget` with it; the default fits two objects at the API server's limit of 1.5 MiB",
  ],
  overloaded: [
    "incoming reviews together exceeded `server.bodyBudget`, and this one was the oldest",
    "check `outlive_rejections_total`, and close the port to everything except the API server",
  ],
  "internal-error": ["a bug in Outlive", "report it, with the log line for the uid of the request"],
};

const results: Readonly<Record<DecisionRecord["result"], string>> = {
  allowed: "admitted unchanged, without warnings",
  patched: "admitted with a patch",
  warned: "admitted with warnings",
  denied: "denied with status 403",
  recorded: "mode audit: enforce mode would have changed, warned or denied",
  skipped: "no decision was made; the reason is one of those below",
  "failed-open": "admitted unchecked, see failures below",
  "failed-closed": "denied unchecked, because the setting `failure` is `closed`",
  malformed: "not an AdmissionReview; the response is HTTP 400",
};

const refusals: readonly (readonly [status: string, why: string, todo: string])[] = [
  [
    "400",
    "the body is empty, not JSON, or not an AdmissionReview of v1 or v1beta1",
    "the message names the field; no API server sends such bodies",
  ],
  ["404", "this path does not exist", "use `/mutate`, `/validate`, `/livez` or `/readyz`"],
  ["405", "the path supports other methods, listed in the header `Allow`", "POST reviews, GET health"],
  ["413", "the body is larger than 8 MiB", "no object that an API server accepts is that large"],
  ["415", "the content type is not `application/json`", "send `application/json`"],
  ["500", "an error before the review was read", "see the log; the API server applies the webhook's `failurePolicy`"],
];

export const reasonBlocks = (): Readonly<Record<string, string>> => ({
  results: table(
    ["result", "meaning"],
    Object.entries(results).map(([result, meaning]) => [code(result), meaning]),
  ),
  skips: table(
    ["reason", "why", "what to do"],
    skipReasons.map((reason) => [code(reason), ...skips[reason]]),
  ),
  failures: table(
    ["reason", "why", "what to do"],
    Object.entries(failures).map(([reason, told]) => [code(reason), ...told]),
  ),
  refusals: table(
    ["status", "why", "what to do"],
    refusals.map(([status, ...told]) => [code(status), ...told]),
  ),
});

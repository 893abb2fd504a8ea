import type { FailureReason } from "#admission/failure.ts";
import { type SkipReason, skipReasons } from "#model/admission/decision.ts";
import type { DecisionRecord } from "#model/admission/decision-record.ts";
import { code, table } from "./gen-docs-markdown.ts";

/** A reason without an entry does not compile. */
const skips: Readonly<Record<SkipReason, readonly [why: string, todo: string]>> = {
  "kind-not-handled": [
    "the object is of a kind that Outlive does not look at, or is asked about at the other path",
    "nothing; narrow the webhook's rules if such reviews cost anything",
  ],
  "operation-not-handled": ["a Pod that exists already is being changed", "nothing: Pods are sized when they are created"],
  "being-deleted": ["the object has a deletion timestamp; it makes no Pods and no targets any more", "nothing"],
  "namespace-unknown": [
    "the watch has not brought the namespace yet; the request is answered as [facts that are missing](#failures) are",
    "nothing, if it passes within a second; else look at `outlive_cache_errors_total`",
  ],
  "namespace-not-in-scope": [
    "the namespace has no label `outlive.dev/mode`, and `scope` is `opt-in`",
    "label the namespace if its Pods should be looked at",
  ],
  "namespace-excluded": [
    "the namespace is in `excludedNamespaces`, or is Outlive's own",
    "take it off the list if that is not meant; kube-system should stay on it",
  ],
  "mode-off": ["the namespace's label, or `defaultMode`, says `off`", "choose `audit` to see what would be done"],
  "skipped-by-annotation": [
    "`outlive.dev/skip` gives a reason; it stands in the log and in `outlive audit`",
    "remove the annotation when the reason has gone",
  ],
  "mirror-pod": ["a static Pod's mirror: changing it changes nothing on the node", "change the static Pod's file on the node"],
  "not-long-running": [
    "the Pod ends when its work is done (Job, CronJob, `restartPolicy` other than `Always`)",
    "annotate it with `outlive.dev/pre-stop` if it takes traffic all the same",
  ],
  "owned-by-controller": [
    "the template belongs to another object, as a ReplicaSet's to its Deployment",
    "change the owner; the Pods are looked at in any case",
  ],
  "not-selected-by-a-service": [
    "no Service selects the Pods and no target group is in front of them, so no request comes by a load balancer",
    "nothing; if one should, compare the Service's selector with the Pods' labels",
  ],
};

const failures: Readonly<Record<FailureReason, readonly [why: string, todo: string]>> = {
  "facts-not-synced": [
    "the cluster has not been read for the first time since the start",
    "wait some seconds; `/readyz` says the same, and an unready replica is asked only when there is no other",
  ],
  "namespace-unknown": [
    "the namespace is so new that the watch has not brought it",
    "nothing, if it passes; the next request finds it",
  ],
  "deadline-passed": [
    "less than 50 ms were left of the time that the API server waits, counted from the arrival of the request",
    "more replicas or more CPU; see `outlive_event_loop_lag_seconds` and `outlive_admission_duration_seconds`",
  ],
  "work-budget-exceeded": [
    "the object, or what it leads to, is so large that deciding would hold up the reviews of others; the log names the largest of these objects",
    "make that object smaller, or split it; the decision is made again when it has changed",
  ],
  "body-too-large": [
    "the review is larger than `server.bodyLimit` or has more than 300,000 values, and its object was not read",
    "raise `server.bodyLimit`, and `server.bodyBudget` with it; two objects at the API server's limit of 1.5 MiB fit into the default",
  ],
  overloaded: [
    "the reviews that were arriving together exceeded `server.bodyBudget`, and this one had been arriving for longest",
    "see who sends them: `outlive_rejections_total`, and close the port to everything but the API server",
  ],
  "internal-error": ["an error in Outlive", "report it with the log line of the request's uid"],
};

const results: Readonly<Record<DecisionRecord["result"], string>> = {
  allowed: "nothing to set and nothing to say",
  patched: "admitted with a patch",
  warned: "admitted with warnings",
  denied: "refused with status 403",
  recorded: "mode audit: something would have been set, said or refused",
  skipped: "nothing was decided; the reason is one of those below",
  "failed-open": "admitted unchecked, see failures below",
  "failed-closed": "refused unchecked, because the setting `failure` says `closed`",
  malformed: "no AdmissionReview; answered with HTTP 400",
};

const refusals: readonly (readonly [status: string, why: string, todo: string])[] = [
  [
    "400",
    "the body is empty, is not JSON, or is no AdmissionReview of v1 or v1beta1",
    "the message names the field; only something else than an API server sends such bodies",
  ],
  ["404", "there is nothing at this path", "use `/mutate`, `/validate`, `/livez` or `/readyz`"],
  ["405", "the path exists and takes another method, which the header `Allow` names", "POST reviews, GET health"],
  ["413", "the body is larger than 8 MiB", "nothing that an API server accepts is as large"],
  ["415", "the content type is not `application/json`", "send `application/json`"],
  ["500", "an error before the review was read", "the log has it; the API server then follows the webhook's `failurePolicy`"],
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

/**
 * The path of a request: review → subject → facts → decision → response.
 * Start reading here; each step is one call and has its own file.
 */

import { admitPod, type Decided } from "#assessment/admit-pod.ts";
import { type DecisionContext, decisionContext } from "#assessment/context.ts";
import { skip } from "#assessment/skip.ts";
import { withoutFloor } from "#injection/floor-mark.ts";
import { templateHistory } from "#injection/template-history.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { budgeted, type TooLarge, WorkBudgetExceeded, workBudget } from "#kubernetes/view/work-budget.ts";
import type { AdmissionRequest, Question } from "#model/admission/admission-request.ts";
import type { Decision, SkipReason } from "#model/admission/decision.ts";
import type { AwsFacts } from "#model/load-balancers/aws-facts.ts";
import type { ConfiguredFlags } from "#model/settings/controller-flags.ts";
import type { Settings } from "#model/settings/settings.ts";
import { capVerdict } from "#policy/cap-verdict.ts";
import { type Scope, scopeOf } from "#workloads/scope.ts";
import { readAdmissionReview } from "./admission-review.ts";
import { admitTemplate, reviewTemplate } from "./admit-template.ts";
import { buildResponse, type CachedResponse } from "./build-response.ts";
import { cutQuestion, objectTooCostly } from "./cut-question.ts";
import { DecisionMemo } from "./decision-memo.ts";
import { type FailureReason, failedOutcome, malformedOutcome } from "./failure.ts";
import { nameOf, outcomeOf } from "./outcome.ts";
import { podKey, questionOf } from "./pod-key.ts";
import { type AdmissionFailureHandler, type AdmissionHandler, BodyNotRead, DeadlinePassed, type Endpoint } from "./ports.ts";
import { reviewNamespace } from "./review-namespace.ts";
import type { AdmissionStage } from "./review-response.ts";
import { reviewRoute } from "./review-route.ts";
import { readSubject, type Subject } from "./subject.ts";

export interface AdmissionSource {
  readonly view: ClusterView;
  /** False until every kind has been listed once. */
  readonly synced: () => boolean;
  /** `gitVersion` of the API server, once it is known. */
  readonly serverVersion?: () => string | undefined;
  /** What AWS reports as of now; absent where it is not asked. */
  readonly awsFacts?: () => AwsFacts;
  readonly configuration: () => { readonly settings: Settings; readonly flags: ConfiguredFlags };
}

export interface Admission {
  readonly handle: AdmissionHandler;
  readonly fail: AdmissionFailureHandler;
}

export function createAdmission(source: AdmissionSource): Admission {
  const memo = new DecisionMemo<Made>();
  const tooLarge: TooLarge = new WeakSet();
  return {
    handle: (endpoint, body) => {
      const review = readAdmissionReview(body);
      if (!review.ok) return malformedOutcome(endpoint, review.problem);
      const { request } = review;
      const { settings, flags: configured } = source.configuration();
      if (!source.synced()) return failedOutcome(endpoint, request, "facts-not-synced", undefined, settings);
      const known = { view: source.view, serverVersion: source.serverVersion?.(), awsFacts: source.awsFacts?.(), settings };
      const make = (question: Question): Made => {
        // Of the view that nothing is counted on: what the controller runs with is no cost of this request.
        const { flags } = decisionContext({ view: source.view, settings, flags: configured });
        const share = question.namespace === "" ? forClusterScoped : 1;
        const view = budgeted(source.view, tooLarge, share * workBudget);
        return withinBudget(() => respond(endpoint, question, { ...known, view, flags }));
      };
      const made = isCreatedPod(endpoint, request)
        ? memo.get({ place: `${request.namespace}/${nameOf(request)}`, key: podKey(request) }, known, (key) =>
            make(questionOf(key)),
          )
        : make(request);
      if (made instanceof WorkBudgetExceeded) return failedOutcome(endpoint, request, made.reason, made, settings);
      return made === undefined
        ? failedOutcome(endpoint, request, "namespace-unknown", undefined, settings)
        : outcomeOf(endpoint, request, made);
    },
    fail: (endpoint, body, error) => {
      const review = readAdmissionReview(body);
      if (!review.ok) return malformedOutcome(endpoint, review.problem);
      return failedOutcome(endpoint, review.request, reasonOf(error), error, source.configuration().settings);
    },
  };
}

/** Undefined where the namespace is not known yet. */
type Made = CachedResponse | WorkBudgetExceeded | undefined;

/** A change to a class concerns all of its Ingresses, and few people may make it. */
const forClusterScoped = 10;

function reasonOf(error: Error): FailureReason {
  if (error instanceof BodyNotRead) return error.reason;
  return error instanceof DeadlinePassed ? "deadline-passed" : "internal-error";
}

/** What a cluster creates most, many times alike. */
const isCreatedPod = (endpoint: Endpoint, { kind, resource, operation, object }: AdmissionRequest): boolean =>
  endpoint === "mutate" &&
  operation === "CREATE" &&
  kind.kind === "Pod" &&
  kind.group === "" &&
  resource === "pods" &&
  object !== undefined;

function withinBudget<T>(make: () => T): T | WorkBudgetExceeded {
  try {
    return make();
  } catch (error) {
    if (error instanceof WorkBudgetExceeded) return error;
    throw error;
  }
}

function respond(endpoint: Endpoint, received: Question, context: DecisionContext): CachedResponse | undefined {
  const cut = cutQuestion(received);
  if (cut !== received) return respondToLarge(endpoint, cut, context);
  const question = beforeFloor(received);
  const subject = readSubject(question);
  const stage = stageOf(endpoint, subject);
  if (stage === undefined || subject.kind === "other") return buildResponse(question, unhandled, "route", subject);
  if (subject.kind === "namespace") return buildResponse(question, reviewNamespace(subject.namespace, context), stage, subject);
  const scope = scopeOf(question.namespace, context.view, context.settings);
  if (question.namespace !== "" && !scope.in && scope.reason === "namespace-unknown") return undefined;
  const decision =
    subject.kind === "route" ? reviewRoute(subject, question, context) : decide(stage, subject, question, scope, context);
  const capped = { ...decision, verdict: capVerdict(decision.verdict) };
  return buildResponse(question, capped, stage, subject, question === received ? undefined : received.object);
}

/** Nothing is decided by a part of an object; what would not have been looked at anyway is admitted as ever. */
function respondToLarge(endpoint: Endpoint, cut: Question, context: DecisionContext): CachedResponse | undefined {
  const subject = readSubject(cut);
  const stage = stageOf(endpoint, subject);
  if (stage === undefined) return buildResponse(cut, unhandled, "route", subject);
  const scope = scopeOf(cut.namespace, context.view, context.settings);
  if (cut.namespace === "" || scope.in) throw objectTooCostly(cut);
  return scope.reason === "namespace-unknown"
    ? undefined
    : buildResponse(cut, { ...unhandled, verdict: skip(scope.reason) }, stage, subject);
}

/** A floor that a policy in the API server has set is no value of the user's: the decision is made as if it were not there. */
function beforeFloor(question: Question): Question {
  if (question.kind.kind !== "Pod" || question.operation !== "CREATE" || question.object === undefined) return question;
  const object = withoutFloor(question.object);
  return object === undefined ? question : { ...question, object };
}

const unhandled: Decision = { mode: "off", policy: "", verdict: skip("kind-not-handled") };

/** Which stage a request comes through; none for what is not looked at there, such as a Pod that exists already. */
function stageOf(endpoint: Endpoint, subject: Subject): AdmissionStage | undefined {
  switch (subject.kind) {
    case "pod":
      return endpoint === "mutate" ? "pod" : undefined;
    case "template":
      return endpoint === "mutate" ? "template" : "workload";
    case "route":
    case "namespace":
      return endpoint === "validate" ? "route" : undefined;
    case "other":
      return undefined;
  }
}

function decide(
  stage: AdmissionStage,
  subject: Subject & { readonly kind: "pod" | "template" },
  question: Question,
  scope: Scope,
  context: DecisionContext,
): Decision {
  if (!scope.in)
    return { ...unhandled, verdict: skip(scope.reason === "namespace-unknown" ? "namespace-not-in-scope" : scope.reason) };
  const decided = decideInScope(stage, subject, question, scope, context);
  return { mode: scope.mode, ...decided };
}

function decideInScope(
  stage: AdmissionStage,
  subject: Subject & { readonly kind: "pod" | "template" },
  question: Question,
  scope: Scope & { readonly in: true },
  context: DecisionContext,
): Decided {
  const nothing = (reason: SkipReason): Decided => ({ policy: scope.policy, verdict: skip(reason) });
  if (subject.kind === "pod") {
    return question.operation === "CREATE"
      ? admitPod(subject.pod, subject.mirror, scope, context)
      : nothing("operation-not-handled");
  }
  if (stage !== "template") return reviewTemplate(subject.workload, subject.before, scope, context);
  const { object, oldObject, operation } = question;
  const history = templateHistory(object, operation === "UPDATE" ? oldObject : undefined, subject.workload.podPath);
  return admitTemplate(subject.workload, history, scope, context);
}

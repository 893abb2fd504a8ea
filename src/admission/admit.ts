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
import type { AdmissionRequest } from "#model/admission/admission-request.ts";
import type { Decision, SkipReason } from "#model/admission/decision.ts";
import type { AwsFacts } from "#model/load-balancers/aws-facts.ts";
import type { ConfiguredFlags } from "#model/settings/controller-flags.ts";
import type { Settings } from "#model/settings/settings.ts";
import { capVerdict } from "#policy/cap-verdict.ts";
import { type Scope, scopeOf } from "#workloads/scope.ts";
import { readAdmissionReview } from "./admission-review.ts";
import { admitTemplate, reviewTemplate } from "./admit-template.ts";
import { buildResponse, type CachedResponse } from "./build-response.ts";
import { DecisionMemo } from "./decision-memo.ts";
import { type FailureReason, failedOutcome, malformedOutcome } from "./failure.ts";
import { outcomeOf } from "./outcome.ts";
import { podKey } from "./pod-key.ts";
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
  const memo = new DecisionMemo<CachedResponse | WorkBudgetExceeded | undefined>();
  const tooLarge: TooLarge = new WeakSet();
  return {
    handle: (endpoint, body) => {
      const review = readAdmissionReview(body);
      if (!review.ok) return malformedOutcome(endpoint, review.problem);
      const share = review.request.namespace === "" ? forClusterScoped : 1;
      const view = budgeted(source.view, tooLarge, share * workBudget);
      const { settings, flags: configured } = source.configuration();
      if (!source.synced()) return failedOutcome(endpoint, review.request, "facts-not-synced", undefined, settings);
      const known = { view, serverVersion: source.serverVersion?.(), awsFacts: source.awsFacts?.(), settings };
      // Of the view that nothing is counted on: what the controller runs with is no cost of this request.
      const context = (): DecisionContext => ({
        ...known,
        flags: decisionContext({ view: source.view, settings, flags: configured }).flags,
      });
      return admit(endpoint, review.request, { known, context }, memo);
    },
    fail: (endpoint, body, error) => {
      const review = readAdmissionReview(body);
      if (!review.ok) return malformedOutcome(endpoint, review.problem);
      return failedOutcome(endpoint, review.request, reasonOf(error), error, source.configuration().settings);
    },
  };
}

/** A change to a class concerns all of its Ingresses, and few people may make it. */
const forClusterScoped = 10;

function reasonOf(error: Error): FailureReason {
  if (error instanceof BodyNotRead) return error.reason;
  return error instanceof DeadlinePassed ? "deadline-passed" : "internal-error";
}

interface Surroundings {
  /** By which an earlier decision is found again. */
  readonly known: Omit<DecisionContext, "flags">;
  /** For a decision that has to be made. */
  readonly context: () => DecisionContext;
}

function admit(
  endpoint: Endpoint,
  received: AdmissionRequest,
  { known, context: contextNow }: Surroundings,
  memo: DecisionMemo<CachedResponse | WorkBudgetExceeded | undefined>,
): ReturnType<AdmissionHandler> {
  const request = beforeFloor(received);
  const subject = readSubject(request);
  const stage = stageOf(endpoint, subject);
  if (stage === undefined) return outcomeOf(endpoint, request, buildResponse(request, unhandled, "route", subject));
  if (subject.kind === "namespace")
    return outcomeOf(endpoint, request, buildResponse(request, reviewNamespace(subject.namespace, contextNow()), stage, subject));
  const respond = (): CachedResponse | undefined => {
    const context = contextNow();
    const scope = scopeOf(request.namespace, context.view, context.settings);
    if (request.namespace !== "" && !scope.in && scope.reason === "namespace-unknown") return undefined;
    const decision =
      subject.kind === "route" ? reviewRoute(subject, request, context) : decide(stage, subject, request, scope, context);
    const capped = { ...decision, verdict: capVerdict(decision.verdict) };
    return buildResponse(request, capped, stage, subject, request === received ? undefined : received.object);
  };
  const { object } = received;
  const made =
    subject.kind === "pod" && object !== undefined
      ? memo.get(podKey(request.operation, subject, object), known, () => withinBudget(respond))
      : withinBudget(respond);
  if (made instanceof WorkBudgetExceeded) return failedOutcome(endpoint, request, made.reason, made, known.settings);
  return made === undefined
    ? failedOutcome(endpoint, request, "namespace-unknown", undefined, known.settings)
    : outcomeOf(endpoint, request, made);
}

/** A floor that a policy in the API server has set is no value of the user's: the decision is made as if it were not there. */
function beforeFloor(request: AdmissionRequest): AdmissionRequest {
  if (request.kind.kind !== "Pod" || request.operation !== "CREATE" || request.object === undefined) return request;
  const object = withoutFloor(request.object);
  return object === undefined ? request : { ...request, object };
}

function withinBudget<T>(respond: () => T): T | WorkBudgetExceeded {
  try {
    return respond();
  } catch (error) {
    if (error instanceof WorkBudgetExceeded) return error;
    throw error;
  }
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
  subject: Exclude<Subject, { kind: "route" | "namespace" }>,
  request: AdmissionRequest,
  scope: Scope,
  context: DecisionContext,
): Decision {
  if (!scope.in)
    return { ...unhandled, verdict: skip(scope.reason === "namespace-unknown" ? "namespace-not-in-scope" : scope.reason) };
  const decided = decideInScope(stage, subject, request, scope, context);
  return { mode: scope.mode, ...decided };
}

function decideInScope(
  stage: AdmissionStage,
  subject: Exclude<Subject, { kind: "route" | "namespace" }>,
  request: AdmissionRequest,
  scope: Scope & { readonly in: true },
  context: DecisionContext,
): Decided {
  const nothing = (reason: SkipReason): Decided => ({ policy: scope.policy, verdict: skip(reason) });
  if (subject.kind === "other") return nothing("kind-not-handled");
  if (subject.kind === "pod") {
    return request.operation === "CREATE"
      ? admitPod(subject.pod, subject.mirror, scope, context)
      : nothing("operation-not-handled");
  }
  if (stage !== "template") return reviewTemplate(subject.workload, subject.before, scope, context);
  const { object, oldObject, operation } = request;
  const history = templateHistory(object, operation === "UPDATE" ? oldObject : undefined, subject.workload.podPath);
  return admitTemplate(subject.workload, history, scope, context);
}

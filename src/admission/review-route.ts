import { judgedChange } from "#assessment/affected-pods.ts";
import { type DecisionContext, policyNamed } from "#assessment/context.ts";
import { podsByWorkload } from "#assessment/running-pods.ts";
import { skip } from "#assessment/skip.ts";
import { loadTemplateFacts, workloadsAwaitingPods } from "#assessment/workloads-awaiting-pods.ts";
import type { ObjectsByKind } from "#kubernetes/view/kinds.ts";
import { overlay } from "#kubernetes/view/overlay.ts";
import { declaredAttributeProblems } from "#load-balancers/attributes/declared-attributes.ts";
import { backendServices } from "#load-balancers/backend-services.ts";
import { backendWorkloads } from "#load-balancers/backend-workloads.ts";
import { distinctProblems } from "#load-balancers/derived-target-group.ts";
import { stoppedByOthers } from "#load-balancers/ingress/ingress-target-groups.ts";
import { type RouteSourceKind, routeKinds } from "#load-balancers/route-kinds/route-kinds.ts";
import { routeProblems } from "#load-balancers/route-problems.ts";
import { targetGroupsOfServices } from "#load-balancers/target-groups.ts";
import { unmatchedSelector } from "#load-balancers/unmatched-selector.ts";
import type { Question } from "#model/admission/admission-request.ts";
import type { Decision } from "#model/admission/decision.ts";
import type { Finding } from "#model/findings/finding.ts";
import type { Problem } from "#model/findings/problem.ts";
import type { JsonObject } from "#model/kubernetes/json.ts";
import type { Ingress, Service } from "#model/load-balancers/routing.ts";
import type { Mode } from "#model/settings/mode.ts";
import { decideRoute } from "#policy/decide-route.ts";
import { unsetDelayFindings } from "#policy/unset-delays.ts";
import { type Scope, scopeOf } from "#workloads/scope.ts";
import type { Subject } from "./subject.ts";
import { onlyShiftsTraffic } from "./traffic-shift.ts";

type InScope = Scope & { readonly in: true };
type RouteSubject = Subject & { readonly kind: "route" };

/** What the facts of one workload cost, with the route as it was and as it would be, beside the objects that they are read from. */
const ofJudgement = 8_000;

const strictest: readonly Exclude<Mode, "off">[] = ["enforce", "warn", "audit"];

/** A route before and after a change, evaluated by the Pods that run behind it now. The view may or may not have seen it yet. */
export function reviewRoute(subject: RouteSubject, question: Question, context: DecisionContext): Decision {
  const { name, object, before } = subject;
  return question.operation === "UPDATE" && before !== undefined && onlyShiftsTraffic(name, before, object)
    ? skipped("traffic-shift")
    : evaluateRoute(subject, question, context);
}

function evaluateRoute(subject: RouteSubject, { namespace, operation }: Question, context: DecisionContext): Decision {
  const { name, object, before } = subject;
  const after = readRoute(name, object);
  const earlier = operation === "UPDATE" && before !== undefined ? readRoute(name, before) : undefined;
  if (after === undefined || after.meta.deleting) return skipped("being-deleted");
  const place = { kind: name, namespace: after.meta.namespace === "" ? namespace : after.meta.namespace, name: after.meta.name };
  const now = { ...context, view: overlay(context.view, { ...place, object: after }) };
  const withoutIt = overlay(context.view, { ...place, object: undefined });
  const then = { ...context, view: overlay(context.view, { ...place, object: earlier }) };
  const services = [
    ...backendServices(name, after, now.view),
    ...(earlier === undefined ? [] : backendServices(name, earlier, then.view)),
  ];
  const backends = backendWorkloads(services, now.view);
  const pods = podsByWorkload(backends.pods, services, now);
  const unseen = workloadsAwaitingPods(backends.workloads, pods);
  const namespaces = [...pods.map(({ workload }) => workload), ...unseen.map(({ ref }) => ref)].map((ref) => ref.namespace ?? "");
  const scopes = new Map([namespace, ...namespaces].map((each) => [each, scopeOf(each, context.view, context.settings)]));
  const mode = strictest.find((each) => [...scopes.values()].some((scope) => scope.in && scope.mode === each));
  if (mode === undefined) return skipped(whyOut(scopes.get(namespace)));
  const own = scopes.get(namespace);
  context.view.spend((pods.length + unseen.length) * ofJudgement);
  const changes = pods.flatMap((each) =>
    inMode(scopes.get(each.workload.namespace ?? ""), mode).flatMap((scope) => judgedChange(each, scope.policy, then, now)),
  );
  const beingMade = unseen.flatMap((each) =>
    inMode(scopes.get(each.ref.namespace ?? ""), mode).flatMap((scope) => loadTemplateFacts(each, scope.policy, then, now)),
  );
  const judgeOwn = namespace === "" || (own?.in === true && own.mode === mode);
  const problemsBefore = judgeOwn && earlier !== undefined ? problemsOf(name, earlier, then) : [];
  const problemsAfter = judgeOwn
    ? [...problemsOf(name, after, now), ...noLongerOpened(name, earlier, now), ...selectsNothingNow(name, earlier, after, now)]
    : [];
  const unset = (at: DecisionContext): readonly Finding[] =>
    own?.in === true && judgeOwn
      ? unsetDelayFindings(
          targetGroupsOfServices(services, at.view, at.flags, at.awsFacts).targetGroups,
          policyNamed(context, own.policy),
        )
      : [];
  const notices: readonly Finding[] = [
    ...(own?.in === true ? own.findings : []),
    ...distinct(changes.flatMap(({ findings }) => findings)),
  ];
  return {
    mode,
    policy: own?.in === true ? own.policy : context.settings.defaultPolicy,
    verdict: decideRoute({
      affected: changes.map(({ affected }) => affected),
      beingMade,
      problemsBefore,
      problemsAfter,
      unsetBefore: unset(then),
      unsetAfter: unset(now),
      groupStoppedBefore: isIngress(name, after) && stoppedByOthers(after, withoutIt, context.flags),
      notices,
    }),
  };
}

const readRoute = <K extends RouteSourceKind>(name: K, object: JsonObject): ObjectsByKind[K] | undefined =>
  routeKinds[name].read(object);

function problemsOf<K extends RouteSourceKind>(
  name: K,
  object: ObjectsByKind[K],
  { view, flags, awsFacts }: DecisionContext,
): readonly Problem[] {
  const declared = name === "Ingress" ? declaredAttributeProblems(object as Ingress, view, flags) : [];
  return distinctProblems([...routeProblems(name, object, view, flags, awsFacts), ...declared]);
}

/** By a grant that is changed: it is asked about what it opened until now. */
const noLongerOpened = <K extends RouteSourceKind>(
  name: K,
  earlier: ObjectsByKind[K] | undefined,
  now: DecisionContext,
): readonly Problem[] => (name === "ReferenceGrant" && earlier !== undefined ? problemsOf(name, earlier, now) : []);

/** Of a Service whose selector is changed. When it is created, its workload may be about to be. */
function selectsNothingNow(
  name: RouteSourceKind,
  earlier: ObjectsByKind[RouteSourceKind] | undefined,
  after: ObjectsByKind[RouteSourceKind],
  { view, flags }: DecisionContext,
): readonly Problem[] {
  if (name !== "Service" || earlier === undefined || !("selector" in earlier && "selector" in after)) return [];
  return JSON.stringify(earlier.selector) === JSON.stringify(after.selector)
    ? []
    : unmatchedSelector(after as Service, view, flags);
}

const isIngress = (name: RouteSourceKind, object: ObjectsByKind[RouteSourceKind]): object is Ingress =>
  name === "Ingress" && "ingressClassName" in object;

const inMode = (scope: Scope | undefined, mode: Mode): readonly InScope[] =>
  scope?.in === true && scope.mode === mode ? [scope] : [];

const skipped = (reason: Parameters<typeof skip>[0]): Decision => ({ mode: "off", policy: "", verdict: skip(reason) });

const whyOut = (scope: Scope | undefined): Parameters<typeof skip>[0] =>
  scope === undefined || scope.in ? "namespace-not-in-scope" : scope.reason;

/** Workloads behind one route see the same attribute go. */
const distinct = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values(),
];

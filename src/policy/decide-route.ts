import type { Verdict } from "#model/admission/decision.ts";
import type { Finding } from "#model/findings/finding.ts";
import type { Problem, ProblemId } from "#model/findings/problem.ts";
import { findingOfProblem } from "#model/findings/problem-finding.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import type { Policy } from "#model/settings/policy.ts";
import type { WorkloadFacts } from "#model/workloads/workload-facts.ts";
import { errorsOf, evaluate, lossesOf } from "./evaluate.ts";
import { namingRemedy } from "./remedy.ts";
import { lackedByPods, restartNeeded, routeErrors, unsatisfiable } from "./restart-needed.ts";

/** Pods that run now behind the route, as one facts with the route as it was and one with it as it would be. */
export interface Affected {
  /** Undefined where the route did not exist, or did not lead to these Pods. */
  readonly before: WorkloadFacts | undefined;
  readonly after: WorkloadFacts;
  readonly policy: Policy;
  /** How many Pods that nobody made, and that are like these, are judged by them. */
  readonly alike: number;
}

/** A workload behind the route of which no Pod has been seen, with its template as it would make them. */
export interface WorkloadAwaitingPods {
  readonly before: WorkloadFacts;
  readonly after: WorkloadFacts;
  readonly policy: Policy;
}

export interface RouteChange {
  readonly affected: readonly Affected[];
  readonly beingMade: readonly WorkloadAwaitingPods[];
  readonly problemsBefore: readonly Problem[];
  readonly problemsAfter: readonly Problem[];
  /** Places where the route leaves a deregistration delay to AWS. */
  readonly unsetBefore: readonly Finding[];
  readonly unsetAfter: readonly Finding[];
  /** The IngressGroup that it joins was stopped before, by what other members say. */
  readonly groupStoppedBefore: boolean;
  /** Findings about attributes that were taken away: AWS keeps what was set last. */
  readonly notices: readonly Finding[];
}

/**
 * Refused for what the change makes worse: a setting that the controller refuses, or a target group that would continue using Pods
 * for longer than they now stay. What was wrong before is a warning, never a denial, so that the object can still be labelled and deleted.
 * A new target group is refused only if no Pod could satisfy it; Pods that run already are named for a restart, and so are workloads
 * whose first Pods may be made at this moment: a `kubectl apply` of a folder is through before any of them is seen.
 */
export function decideRoute(change: RouteChange): Verdict {
  const own = [...change.unsetAfter, ...change.problemsAfter.map(findingOfProblem)];
  const ownBefore = [...change.unsetBefore, ...change.problemsBefore.map(findingOfProblem)];
  const known = new Set(ownBefore.map(identity));
  const worse = errorsOf(own).filter(
    (finding) =>
      !causedByOthers.has(finding.rule) &&
      !(change.groupStoppedBefore && betweenMembers.has(finding.rule)) &&
      !known.has(identity(finding)),
  );
  const running = change.affected.map((affected) => ({ affected, ...runningFindings(affected) }));
  const because = [...worse, ...running.flatMap(({ refused }) => refused)];
  const findings = [
    ...own,
    ...running.flatMap(({ found }) => found),
    ...running.flatMap(({ restart }) => restart),
    ...change.beingMade.flatMap(earlyPods),
    ...change.notices,
  ];
  return because.length === 0 ? { kind: "admit", plan: [], findings, remaining: findings } : { kind: "deny", because, findings };
}

/**
 * What other objects lack or have wrong: they may be created or fixed a moment later, in whatever order a manifest lists them, and
 * may be there already without our having seen it.
 */
const causedByOthers: ReadonlySet<string> = new Set([
  "binding-service-missing",
  "binding-port-missing",
  "gateway-configuration-missing",
  "gateway-default-configuration-missing",
  "gateway-reconcile-blocked",
  "group-reconcile-blocked",
  "ingress-class-missing",
  "ingress-class-params-missing",
  "node-port-missing",
  "service-missing",
  "service-port-missing",
] satisfies readonly ProblemId[]);

/**
 * What members of an IngressGroup say against one another. Where others stop the group already, a member that joins is not the one to
 * refuse: whoever may create an Ingress in any namespace could else keep all others from joining.
 */
const betweenMembers: ReadonlySet<string> = new Set([
  "default-backend-duplicate",
  "listen-ports-conflict",
  "load-balancer-attributes-conflict",
  "ssl-redirect-invalid",
] satisfies readonly ProblemId[]);

interface Running {
  readonly found: readonly Finding[];
  readonly refused: readonly Finding[];
  readonly restart: readonly Finding[];
}

function runningFindings({ before, after, policy, alike }: Affected): Running {
  const found = routeErrors(after, policy);
  const earlier = before === undefined ? [] : lossesOf(evaluate(before, policy));
  const fresh = notAmong(earlier, found);
  const unsatisfiableRules = unsatisfiable(after, policy);
  const inForce = new Map(
    errorsOf(evaluate(withoutAnnounced(after), policy))
      .map((each) => [identity(each), each] as const)
      .reverse(),
  );
  const refused = fresh.flatMap((finding) => {
    const known = targetGroupOf(finding, before);
    if (known === undefined) return unsatisfiableRules.has(finding.rule) ? [{ finding, because: finding }] : [];
    const broken = inForce.get(identity(finding));
    return broken !== undefined && delayRaised(known, targetGroupOf(finding, after)) ? [{ finding, because: broken }] : [];
  });
  const refusedFindings = new Set(refused.map(({ finding }) => finding));
  const isFresh = new Set(fresh);
  const isRefused = (finding: Finding): boolean => refusedFindings.has(finding);
  const restart = fresh.every(isRefused) ? undefined : restartNeeded(after, fresh);
  return {
    found: namingRemedy(
      found.filter((finding) => !isFresh.has(finding) || isRefused(finding)),
      after,
      policy,
    ),
    refused: namingRemedy(
      refused.map(({ because }) => because),
      after,
      policy,
    ),
    restart: restart === undefined ? [] : [withAlike(restart, alike)],
  };
}

const withAlike = (finding: Finding, alike: number): Finding =>
  alike === 0 ? finding : { ...finding, details: { ...finding.details, alike: String(alike) } };

/** Never a reason to deny: the Pods may be created after the route is known, and then they have what they need. */
function earlyPods({ before, after, policy }: WorkloadAwaitingPods): readonly Finding[] {
  const lacking = notAmong(routeErrors(before, policy), lackedByPods(after, policy));
  const restart = restartNeeded(after, lacking, "restart-may-be-needed");
  return restart === undefined ? [] : [restart];
}

function notAmong(earlier: readonly Finding[], found: readonly Finding[]): readonly Finding[] {
  const most = new Map<string, number>();
  for (const old of earlier) most.set(identity(old), Math.max(old.required ?? 0, most.get(identity(old)) ?? 0));
  return found.filter((finding) => (most.get(identity(finding)) ?? Number.NEGATIVE_INFINITY) < (finding.required ?? 0));
}

/** A next delay sizes future Pods; running Pods are compared with the current delay. */
const withoutAnnounced = (facts: WorkloadFacts): WorkloadFacts => ({
  ...facts,
  targetGroups: facts.targetGroups.map((group) => ({ ...group, nextDeregistrationDelay: undefined })),
});

const targetGroupOf = ({ details }: Finding, facts: WorkloadFacts | undefined): TargetGroup | undefined =>
  facts?.targetGroups.find(
    ({ origin, service, port }) =>
      details["origin"] === `${origin.kind} ${origin.namespace}/${origin.name}` && details["service"] === `${service}:${port}`,
  );

/** Lowering a delay is always allowed. */
const delayRaised = (before: TargetGroup, after: TargetGroup | undefined): boolean =>
  after === undefined ||
  after.deregistrationDelay.value > before.deregistrationDelay.value ||
  after.targetType !== before.targetType;

/** The same for what is the same finding before and after a change. */
const identity = ({ rule, path, subject, details }: Finding): string =>
  JSON.stringify([rule, path, subject.kind, subject.name, details["origin"], details["service"], details["value"]]);

/** The conditions that rules of attribution are made of, by name. Each one says in words what it looks at. */
import type { Case } from "./case.ts";
import { cutAtEnd, endedByKill, endedSoonAfterSigterm, restartAt } from "./ending.ts";
import {
  brokenAtOnce,
  brokenAtSameAge,
  brokenOnOnePath,
  isBroken,
  isRefused,
  refusedAround,
  workedMs,
} from "./group-patterns.ts";
import { checksPassAround, checksStopped, flowRejected, noCheckPassedYet } from "./other-log-facts.ts";
import {
  answersOthers,
  deadlyQuiet,
  knownLife,
  leavesUse,
  neverAnswered,
  quietAfterCut,
  quietInLife,
  servesAround,
  undisturbed,
} from "./target-answers.ts";

export interface Condition {
  readonly says: string;
  readonly holds: (given: Case) => boolean;
}

/** One second of resolution and half a second of skew. */
export const tolerance = 1500;
const startUp = 30_000;

const noTimes = ({ failure: { requestMs, targetMs, responseMs } }: Case): boolean =>
  requestMs < 0 && targetMs < 0 && responseMs < 0;

const since = (moment: number | undefined, { failure }: Case, early = tolerance): boolean =>
  moment !== undefined && failure.createdMs >= moment - early;

/** The target answered when by these events it could not: they are another clock's, or another target's. */
const contradicted = ({ target, failure }: Case, silentFrom: number): boolean =>
  target?.answers.anyBetween(Math.max(silentFrom, failure.createdMs - longestLook), failure.createdMs) === true;

const longestLook = 24 * 3_600_000;
const tenSeconds = 10_000;
/** Without a known grace period: nothing drains for longer in practice. */
const longestGrace = 300_000;

/** From the deletion of a Pod to the deregistration of its target it takes the controller a second or two, unless it is busy. */
const longestController = 10_000;

const isJustBeforeDeregistration = ({ deletedMs, deregisteredMs }: Case, atMs: number): boolean =>
  deletedMs === undefined && deregisteredMs !== undefined && atMs < deregisteredMs && atMs >= deregisteredMs - longestController;

const endingSince = (moment: number | undefined, given: Case, early: number): boolean =>
  moment !== undefined &&
  since(moment, given, early) &&
  !contradicted(given, (given.graceEndMs ?? moment + longestGrace) + tenSeconds);

const isBrokenResponse = ({ failure }: Case): boolean => isBroken(failure);

const raceMs = (given: Case): number => (isBrokenResponse(given) ? workedMs(given.failure) : given.durationMs);

export const conditions = {
  "named-reason": {
    says: "the log names an error reason, or the load balancer's last action was its own: a fixed response, a redirect, WAF or authentication",
    holds: ({ failure, action }) => failure.errorReason >= 0 || (failure.target < 0 && action !== "forward" && action !== "none"),
  },
  "same-status": {
    says: "the target's own status is the same 5xx",
    holds: ({ failure }) => failure.status >= 500 && failure.status === failure.targetStatus,
  },
  "no-target": {
    says: "503 on a forward to a group, and no target was chosen",
    holds: ({ failure, action, groupName }) =>
      failure.status === 503 && failure.target < 0 && action === "forward" && groupName !== "",
  },
  "connect-timeout": {
    says: "504, all three processing times are -1 and the request lasted 9.5 to 11 s: no connection was made",
    holds: (given) =>
      given.target !== undefined &&
      given.failure.status === 504 &&
      noTimes(given) &&
      given.durationMs >= 9500 &&
      given.durationMs <= 11_000,
  },
  refused: {
    says: "502 within a second, all three processing times are -1: the connection was refused or reset",
    holds: ({ failure }) => isRefused(failure),
  },
  broken: {
    says: "502 after the target had the request and before its response was complete, or a 5xx beside a target's 2xx or 3xx",
    holds: isBrokenResponse,
  },
  "client-left": {
    says: "460: the client closed the connection first",
    holds: ({ failure }) => failure.status === 460 && failure.target >= 0,
  },
  "never-connected": { says: "all three processing times are -1", holds: noTimes },
  "after-end": {
    says: "it arrived after the Pod's last container had ended",
    holds: (given) => since(given.endMs, given) && !contradicted(given, (given.endMs ?? 0) + tenSeconds),
  },
  "end-unknown": { says: "the end of the Pod is not known", holds: ({ endMs }) => endMs === undefined },
  "after-deletion-or-deregistration": {
    says: "it arrived after the Pod was deleted or the target deregistered",
    holds: (given) => since(given.deletedMs, given, 0) || since(given.deregisteredMs, given, given.deregistered?.spreadMs ?? 0),
  },
  "just-before-deregistration": {
    says: "it arrived within 10 s before the target was deregistered, and no source says when its Pod was deleted",
    holds: (given) => isJustBeforeDeregistration(given, given.failure.createdMs),
  },
  "cut-just-before-deregistration": {
    says: "it was cut within 10 s before the target was deregistered, and no source says when its Pod was deleted",
    holds: (given) => isJustBeforeDeregistration(given, given.failure.doneMs),
  },
  "quiet-in-life": { says: "the target answered nothing that is later, until the address had a new Pod", holds: quietInLife },
  "quiet-after-cut": {
    says: "the target answered nothing after the cut, until the address had a new Pod",
    holds: quietAfterCut,
  },
  "answers-others": { says: "the target answered others before and after it", holds: answersOthers },
  "never-answered": { says: "the target answered none of five or more requests over a minute or more", holds: neverAnswered },
  "no-events": { says: "no event is known of the target at this time", holds: (given) => !knownLife(given) },
  "deadly-quiet": {
    says: "the target, which had answered before, answered nothing until the load balancer stopped using it, within minutes",
    holds: deadlyQuiet,
  },
  "leaves-use": {
    says: "the load balancer stopped using the target within a minute, and the target had answered before",
    holds: leavesUse,
  },
  "under-way": {
    says: "it had been under way for more than 10 ms",
    holds: (given) => raceMs(given) > 10,
  },
  "delay-not-over": {
    says: "the deregistration delay was not over at that moment",
    holds: (given) => !delayMayBeOver(given),
  },
  "after-sigterm": {
    says: "it arrived after SIGTERM: after the deletion and the preStop sleep",
    holds: (given) => endingSince(given.sigtermMs, given, tolerance),
  },
  starting: {
    says: "it arrived within 30 s of the first request to a new target",
    holds: ({ failure, watch, target, logFirstMs }) => {
      const first = watch !== undefined && knownFinite(watch.firstSentMs) ? watch.firstSentMs : target?.firstSentMs;
      return first !== undefined && first > logFirstMs + startUp && failure.createdMs < first + startUp;
    },
  },
  "restart-spans": {
    says: "a container of the Pod was down when it arrived",
    holds: (given) => restartAt(given, given.failure.createdMs),
  },
  "no-restart": {
    says: "no container of the Pod was known to be down when it arrived",
    holds: (given) => !restartAt(given, given.failure.createdMs),
  },
  "tls-targets": { says: "the load balancer speaks TLS with its targets", holds: ({ facts }) => facts.tlsTargets },
  "cut-at-end": { says: "it was cut when the Pod's last container ended", holds: cutAtEnd },
  "ended-by-kill": {
    says: "the container ran until the end of the grace period, or exited with 137 and not for want of memory",
    holds: endedByKill,
  },
  "ended-after-sigterm": { says: "the container ended soon after SIGTERM", holds: endedSoonAfterSigterm },
  "cut-after-deletion": {
    says: "it was cut after the Pod was deleted or the target deregistered",
    holds: ({ failure, deletedMs, deregisteredMs }) =>
      failure.doneMs >= (deletedMs ?? deregisteredMs ?? Number.POSITIVE_INFINITY),
  },
  "delay-elapsed": {
    says: "it was cut when the deregistration delay had passed since the deregistration, and the Pod still ran",
    holds: (given) => given.deregisteredMs !== undefined && delayElapsed(given, given.deregisteredMs, 0),
  },
  "delay-elapsed-by-deletion": {
    says: "it was cut when the deregistration delay had passed since the deletion, give or take 2 s, and the Pod still ran",
    holds: (given) =>
      given.deregisteredMs === undefined && given.deletedMs !== undefined && delayElapsed(given, given.deletedMs + 2000, 2000),
  },
  "checks-stopped": {
    says: "the target's health checks had passed, and from then on they stopped while those of others went on",
    holds: (given) => checksStopped(given, given.failure.createdMs),
  },
  "checks-stopped-at-cut": {
    says: "the target's health checks had passed until it was cut, and then stopped while those of others went on",
    holds: (given) => checksStopped(given, given.failure.doneMs),
  },
  "checks-pass-around": { says: "health checks of the target passed before and after it", holds: checksPassAround },
  "no-check-passed-yet": { says: "the target was new, and no health check of it had passed yet", holds: noCheckPassedYet },
  "flow-rejected": {
    says: "a VPC flow log has a REJECT towards the target within a minute",
    holds: flowRejected,
  },
  "race-at-once": { says: "it failed within 10 ms of reaching the target", holds: (given) => raceMs(given) <= 10 },
  "race-late": { says: "it failed within 300 ms of reaching the target", holds: (given) => raceMs(given) <= 300 },
  undisturbed: { says: "nothing happened to the Pod around that time", holds: undisturbed },
  "serves-around": { says: "the target answered others before and after it", holds: servesAround },
  "keep-alive-short": {
    says: "the application's keep-alive timeout is stated and not above the idle timeout",
    holds: ({ facts }) => facts.keepAliveMs !== undefined && facts.keepAliveMs <= facts.idleTimeoutMs,
  },
  "same-age": {
    says: "most broken responses of the group broke after the same time, give or take 50 ms",
    holds: ({ patterns, failure }) => brokenAtSameAge(patterns, failure),
  },
  alone: {
    says: "the target refused at most one other connection within seconds, and nothing else of it broke at that moment",
    holds: ({ patterns, failure }) => refusedAround(patterns, failure) <= 2 && brokenAtOnce(patterns, failure) <= 1,
  },
  "one-of-many": {
    says: "the target refused three or more connections within seconds",
    holds: ({ patterns, failure }) => refusedAround(patterns, failure) >= 3,
  },
  "one-path": {
    says: "nearly all broken responses of the group are for one path",
    holds: ({ patterns, failure }) => brokenOnOnePath(patterns, failure),
  },
  "many-paths": {
    says: "broken responses of the group are for several paths",
    holds: ({ patterns, failure }) => !brokenOnOnePath(patterns, failure),
  },
  "restart-at-cut": {
    says: "a container of the Pod ended and was started again when it was cut",
    holds: (given) => restartAt(given, given.failure.doneMs),
  },
  "idle-timeout": {
    says: "504 after the idle timeout, give or take 1 s, of a request that had reached the target",
    holds: ({ failure, durationMs, facts }) =>
      failure.status === 504 &&
      failure.target >= 0 &&
      failure.requestMs >= 0 &&
      failure.responseMs < 0 &&
      (failure.targetMs < 0 || Math.abs(failure.targetMs - facts.idleTimeoutMs) <= 1000) &&
      Math.abs(durationMs - facts.idleTimeoutMs) <= 1000,
  },
  "idle-timeout-known": {
    says: "the idle timeout is stated or the AWS default of 60 s",
    holds: ({ facts }) => facts.idleTimeoutFrom !== "inferred",
  },
} as const satisfies Readonly<Record<string, Condition>>;

export type ConditionId = keyof typeof conditions;

const knownFinite = (ms: number): boolean => Number.isFinite(ms);

/** New requests reach a target until every node has stopped using it, so those cut by the delay may have begun after it started. */
function delayElapsed(given: Case, deregisteredMs: number, early: number): boolean {
  const { failure, facts, endMs } = given;
  return (
    failure.createdMs < deregisteredMs + facts.propagationMs &&
    isWhenDelayEnds(given, deregisteredMs, early) &&
    (endMs === undefined || endMs > failure.doneMs + tolerance)
  );
}

function isWhenDelayEnds({ failure, facts }: Case, deregisteredMs: number, early: number): boolean {
  if (facts.delayMs === undefined) return false;
  const due = deregisteredMs + facts.delayMs;
  return failure.doneMs >= due - tolerance - early && failure.doneMs <= due + facts.propagationMs + tolerance + early;
}

/** The deletion stands for a deregistration that no source tells of. */
function delayMayBeOver(given: Case): boolean {
  if (given.deregisteredMs !== undefined) return isWhenDelayEnds(given, given.deregisteredMs, 0);
  return given.deletedMs !== undefined && isWhenDelayEnds(given, given.deletedMs + 2000, 2000);
}

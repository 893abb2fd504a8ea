import type { Case } from "./case.ts";

/** The life that the request fell into, if its source says more than that the Pod exists. */
export const knownLife = ({ watch }: Case): boolean =>
  watch !== undefined &&
  (watch.life.deleted !== undefined || watch.life.ended !== undefined || watch.life.deregistrations.length > 0);

/** From the arrival on the target answered nothing, as far as its life is known. */
export const quietInLife = ({ watch, target, failure }: Case): boolean =>
  (watch?.lastAnswerMs ?? target?.lastAnswerMs ?? Number.NEGATIVE_INFINITY) <= failure.createdMs;

/** A response that is complete in the same moment was sent before the cut. */
const sameMoment = 50;

/** From the cut on the target answered nothing, as far as its life is known; what came between arrival and cut was answered. */
export const quietAfterCut = ({ watch, target, failure }: Case): boolean =>
  (watch?.lastAnswerMs ?? target?.lastAnswerMs ?? Number.NEGATIVE_INFINITY) <= failure.doneMs + sameMoment;

export function answersOthers(given: Case): boolean {
  const { watch, target, failure } = given;
  const history = watch ?? target;
  if (history === undefined || target === undefined) return false;
  if (history.firstAnswerMs >= failure.createdMs || history.lastAnswerMs <= failure.doneMs) return false;
  if (knownLife(given)) return true;
  // Without events, an answer after a pause may be another Pod's at the same address.
  const left = leftUse(given);
  return left === undefined || target.answers.anyBetween(failure.doneMs, left);
}

const enoughTries = { requests: 5, overMs: 60_000 } as const;

/** Tried often and for longer than a load balancer continues using a target that has ended. */
export const neverAnswered = ({ target }: Case): boolean =>
  target !== undefined &&
  !Number.isFinite(target.lastAnswerMs) &&
  target.requests >= enoughTries.requests &&
  target.lastSentMs - target.firstSentMs >= enoughTries.overMs;

/** A load balancer uses a target until it is out of use for good, so a pause is the end of a life. */
const longestUse = 180_000;
const leastPauseMs = 20_000;
const dueRequests = 5;
const slotMs = 10_000;

/**
 * When the load balancer stopped sending requests to the target, after this one: the beginning of a pause in which at the rate of
 * before at least five requests were due. Undefined where it went on for minutes, or where the log is too short to tell.
 */
export function leftUse({ target, failure, groupLastMs }: Case): number | undefined {
  if (target === undefined) return undefined;
  const perMs = target.requests / Math.max(target.lastSentMs - target.firstSentMs, 1000);
  const gap = Math.max(Math.ceil(Math.max(leastPauseMs, dueRequests / perMs) / slotMs), 1);
  const until = Math.min(failure.createdMs + longestUse + gap * slotMs, groupLastMs);
  const left = target.arrivals.leftAt(failure.createdMs, until, gap);
  return left === undefined || left > failure.createdMs + longestUse ? undefined : left;
}

const answeredBefore = ({ target, failure }: Case): boolean => target !== undefined && target.firstAnswerMs < failure.createdMs;

/** By the log alone: no answer until the load balancer stopped using the target, soon after. */
export function deadlyQuiet(given: Case): boolean {
  const left = leftUse(given);
  return left !== undefined && answeredBefore(given) && given.target?.answers.anyBetween(given.failure.createdMs, left) === false;
}

const soonMs = 60_000;

/** By the log alone: within a minute the load balancer stopped using the target. What was under way may have been answered. */
export function leavesUse(given: Case): boolean {
  const left = leftUse(given);
  return left !== undefined && answeredBefore(given) && left <= given.failure.createdMs + soonMs;
}

/** Answers on both sides. */
export const servesAround = ({ target, watch, failure }: Case): boolean => {
  const history = watch ?? target;
  return history !== undefined && history.firstAnswerMs < failure.createdMs && history.lastAnswerMs > failure.doneMs;
};

/** Neither a deletion, a deregistration, an end nor a restart is near enough to have to do with it. */
export function undisturbed({ failure, facts, deletedMs, deregisteredMs, endMs, watch, skewMs }: Case): boolean {
  const near = facts.propagationMs;
  const from = Math.min(...[deletedMs, deregisteredMs, endMs].map((ms) => ms ?? Number.POSITIVE_INFINITY));
  if (failure.doneMs >= from - near) return false;
  return (watch?.life.restarts ?? []).every(({ endMs: ended, startedAgainMs }) => {
    const [start, again] = [ended + skewMs - near, (startedAgainMs ?? ended) + skewMs + near];
    return failure.doneMs < start || failure.createdMs > again;
  });
}

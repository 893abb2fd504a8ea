import type { Case } from "./case.ts";

/** The life that the request fell into, if its source says more than that the Pod exists. */
export const knownLife = ({ watch }: Case): boolean =>
  watch !== undefined &&
  (watch.life.deleted !== undefined || watch.life.ended !== undefined || watch.life.deregistrations.length > 0);

/** From the arrival on the target answered nothing, as far as its life is known. */
export const quietInLife = ({ watch, target, failure }: Case): boolean =>
  (watch?.lastAnswerMs ?? target?.lastAnswerMs ?? Number.NEGATIVE_INFINITY) <= failure.createdMs;

export function answersOthers({ watch, target, failure }: Case): boolean {
  const history = watch ?? target;
  if (history === undefined || target === undefined) return false;
  if (history.firstAnswerMs >= failure.createdMs || history.lastAnswerMs <= failure.doneMs) return false;
  // Without events, an answer much later may be another Pod's at the same address.
  return watch !== undefined || target.answers.anyBetween(failure.doneMs, failure.doneMs + silenceMs);
}

export const neverAnswered = ({ target }: Case): boolean => target !== undefined && !Number.isFinite(target.lastAnswerMs);

/** Nobody stays silent for so long by chance, and no address is given to a new Pod that answers sooner. */
const silenceMs = 120_000;
const enoughRequests = 3;

/** Judged by the log alone: silent, although answers were due at the rate of before. */
export function deadlyQuiet({ target, failure, groupLastMs }: Case): boolean {
  if (target === undefined || !Number.isFinite(target.firstAnswerMs) || target.firstAnswerMs >= failure.createdMs) return false;
  if (target.lastAnswerMs > failure.createdMs && target.answers.anyBetween(failure.createdMs, failure.createdMs + silenceMs)) {
    return false;
  }
  const activeMs = Math.max(target.lastSentMs - target.firstSentMs, 1000);
  const expected = (target.requests / activeMs) * Math.min(silenceMs, groupLastMs - failure.createdMs);
  return expected >= enoughRequests;
}

/** Answers on both sides within two minutes. */
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

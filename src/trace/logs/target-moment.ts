const targets = 2 ** 20;
const moments = 2 ** 32;

/** A target and a stretch of time as one number: a million texts would take more memory than all else. Years apart, numbers recur. */
export const targetMoment = (target: number, moment: number): number => (moment % moments) * targets + (target % targets);

/** Releases behind an ALB that lose no request, and releases that do, by the default policy and in a mode that injects nothing. */

/** What a template says, in seconds. */
export interface Timing {
  /** Undefined for no preStop hook. */
  readonly sleep?: number;
  readonly grace?: number;
}

export interface Story {
  /** Deregistration delay of the route. */
  readonly delay: number;
  readonly timing: Timing;
}

/** S is 5 s longer than the delay, and 20 s at least; G leaves 5 s for the shutdown. */
export const holds: readonly Story[] = [
  { delay: 35, timing: { sleep: 40, grace: 50 } },
  { delay: 60, timing: { sleep: 65, grace: 75 } },
  { delay: 10, timing: { sleep: 20, grace: 30 } },
  { delay: 35, timing: { sleep: 90, grace: 120 } },
];

/** No sleep, one shorter than the delay, one that uses up the grace period, one that ends with the delay, one shorter than propagation. */
export const fails: readonly Story[] = [
  { delay: 35, timing: { grace: 30 } },
  { delay: 35, timing: { sleep: 10, grace: 30 } },
  { delay: 35, timing: { sleep: 40, grace: 40 } },
  { delay: 60, timing: { sleep: 60, grace: 90 } },
  { delay: 1, timing: { sleep: 5, grace: 30 } },
];

/** The same route with a timing that holds. */
export const fixed = ({ delay }: Story): Story => ({ delay, timing: { sleep: delay + 30, grace: delay + 60 } });

export const range = (length: number): readonly number[] => Array.from({ length }, (_, index) => index);

/** Round and round. */
export const pick = <T>(list: readonly T[], index: number): T => list[index % list.length] as T;

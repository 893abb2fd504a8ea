import { type Problem, problem } from "#model/findings/problem.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";

/** What the ELBv2 API accepts, in seconds and counts (`CreateTargetGroup`). */
const ranges = {
  interval: { least: 5, most: 300 },
  timeout: { least: 2, most: 120 },
  threshold: { least: 2, most: 10 },
} as const;

export interface GivenNumber {
  readonly value: number;
  readonly object: ObjectRef;
  readonly field: string;
  /** As it is written. */
  readonly text: string;
}

/** A number that AWS would not accept is reported, and the default is used for it. */
export function healthCheckNumber(
  what: keyof typeof ranges,
  given: GivenNumber | undefined,
  byDefault: number,
  problems: Problem[],
): number {
  const { least, most } = ranges[what];
  if (given === undefined) return byDefault;
  if (given.value >= least && given.value <= most) return given.value;
  const accepted = `an integer from ${least} to ${most}`;
  problems.push(problem("health-check-value-invalid", given.object, given.field, { value: given.text, accepted }));
  return byDefault;
}

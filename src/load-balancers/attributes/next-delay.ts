import { parseDuration } from "#model/findings/duration-text.ts";
import { type Problem, problem } from "#model/findings/problem.ts";
import type { Seconds } from "#model/findings/seconds.ts";
import { fromObject, type Sourced, sourced } from "#model/findings/sourced.ts";
import { type ObjectMeta, refOf } from "#model/kubernetes/object-meta.ts";
import { keys } from "#model/settings/keys.ts";

/** The longest delay that any of the objects announces with `outlive.dev/next-deregistration-delay`. */
export function nextDelay(objects: readonly ObjectMeta[], problems: Problem[]): Sourced<Seconds> | undefined {
  const delays = objects.flatMap((meta) => ownDuration(meta, keys.nextDeregistrationDelay, problems) ?? []);
  return delays.reduce<Sourced<Seconds> | undefined>(
    (longest, delay) => (longest === undefined || delay.value > longest.value ? delay : longest),
    undefined,
  );
}

/** An annotation of Outlive's own that holds a duration; adds a problem and gives undefined where it cannot be read. */
export function ownDuration(meta: ObjectMeta, key: string, problems: Problem[]): Sourced<Seconds> | undefined {
  if (!Object.hasOwn(meta.annotations, key)) return undefined;
  const value = meta.annotations[key] ?? "";
  const read = parseDuration(value);
  if (read.ok) return sourced(read.seconds, fromObject(refOf(meta), key));
  problems.push(problem("duration-unparsable", refOf(meta), key, { value, accepted: read.accepted }));
  return undefined;
}

import { type Problem, problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import type { Service } from "#model/load-balancers/routing.ts";

/** A value, or the problem that makes the controller give up on the whole Service. */
export type OrRefusal<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

export const accept = <T>(value: T): OrRefusal<T> => ({ ok: true, value });

export const refuse = <T>(
  service: Service,
  field: string,
  id: Problem["id"],
  details: Readonly<Record<string, string>>,
): OrRefusal<T> => ({ ok: false, problem: problem(id, refOf(service.meta), field, details) });

/** Goes on with `fallback` after a refusal, because what AWS has from before is still to be described. */
export function valueOr<T, F>(reading: OrRefusal<T>, fallback: F, problems: Problem[]): T | F {
  if (reading.ok) return reading.value;
  problems.push(reading.problem);
  return fallback;
}

import { refOf } from "#model/object-meta.ts";
import { type Problem, problem } from "#model/problem.ts";
import type { Service } from "#model/routing.ts";

/** A value, or the problem that makes the controller give up on the whole Service. */
export type OrRefusal<T> = { readonly ok: true; readonly value: T } | Refusal;

export interface Refusal {
  readonly ok: false;
  readonly problem: Problem;
}

export const accept = <T>(value: T): OrRefusal<T> => ({ ok: true, value });

export const refuse = (service: Service, field: string, id: Problem["id"], details: Readonly<Record<string, string>>): Refusal => ({
  ok: false,
  problem: problem(id, refOf(service.meta), field, details),
});

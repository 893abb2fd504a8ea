import type { Problem } from "#model/findings/problem.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import { quotedDetail } from "./quoted-detail.ts";

/** What is wrong, why it matters, what to do: each without a full stop, `why` and `todo` in lower case. */
export interface ProblemText {
  readonly what: string;
  readonly why: string;
  readonly todo: string;
}

export type SayProblem = (problem: Problem) => ProblemText;

/** One of the problem's values; empty where it has none of that name. */
export const detail = (problem: Problem, name: string): string => quotedDetail(problem.details, name);

/** `Ingress web/shop alb.ingress.kubernetes.io/target-group-attributes`. */
export const place = ({ object, field }: Problem): string => (field === "" ? printRef(object) : `${printRef(object)} ${field}`);

/** Why one wrong annotation matters to others: the controller builds an IngressGroup as one model. */
export const wholeGroup = "the controller stops reconciling the whole IngressGroup, and AWS keeps the last state";

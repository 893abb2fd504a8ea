import type { ObjectRef } from "./refs.ts";

/** What the AWS Load Balancer Controller would refuse, ignore or do to somebody's surprise. */
export interface Problem {
  readonly id: ProblemId;
  /** `error`: the controller refuses the object or its whole group; `warning`: it goes on, not as somebody may think. */
  readonly severity: "error" | "warning";
  readonly object: ObjectRef;
  /** Annotation key or dotted field path. */
  readonly field: string;
  /** The values that the text of this problem is made of; see report/problem-text.ts. */
  readonly details: Readonly<Record<string, string>>;
}

/** Closed list; the text of each (what, why, what to do) is in report/problem-text.ts. Ids are never reused. */
export type ProblemId = "attributes-unparsable" | "deregistration-delay-invalid";

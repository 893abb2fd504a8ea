import type { Problem } from "#model/findings/problem.ts";
import type { TargetGroup } from "#model/load-balancers/target-group.ts";
import { perObject } from "#model/per-object.ts";

/** What the controller keeps together, as labels of its TargetGroupBindings say it. */
export interface Stack {
  readonly kind: "ingress" | "ingress-group" | "service" | "gateway";
  /** `namespace/name` of the object; the name alone for an explicit IngressGroup. */
  readonly name: string;
}

/** A target group that follows from objects, before it is held against the bindings that exist. */
export interface DerivedTargetGroup {
  /** `binding` is the name that the controller would choose, where that can be predicted. */
  readonly targetGroup: TargetGroup;
  readonly stack: Stack;
  /** The controller refuses the object or its group as they are now: without a binding the target group does not exist. */
  readonly refused: boolean;
}

export interface DerivedTargetGroups {
  readonly targetGroups: readonly DerivedTargetGroup[];
  readonly problems: readonly Problem[];
}

export interface TargetGroupsOfPod {
  readonly targetGroups: readonly TargetGroup[];
  /** What is wrong with the routes in front, the bindings and the Services; those of single target groups are among them. */
  readonly problems: readonly Problem[];
}

/** What finding one problem costs until it has been compared with all others. */
export const ofProblem = 400;

/** Two ways to one object find the same things wrong with it. */
export const distinctProblems = (problems: readonly Problem[]): readonly Problem[] => [
  ...new Map(problems.map((found) => [textOf(found), found])).values(),
];

/** Kept, because what one function has found passes through several that each look for repetitions. */
const textOf: (found: Problem) => string = perObject((found) => JSON.stringify(found));

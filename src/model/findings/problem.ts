import type { ObjectRef } from "#model/kubernetes/refs.ts";
import { bindingProblemSeverities } from "#model/problems/binding.ts";
import { controllerProblemSeverities } from "#model/problems/controller.ts";
import { floorProblemSeverities } from "#model/problems/floor.ts";
import { gatewayProblemSeverities } from "#model/problems/gateway.ts";
import { ingressProblemSeverities } from "#model/problems/ingress.ts";
import { ownKeyProblemSeverities } from "#model/problems/own-key.ts";
import { serviceProblemSeverities } from "#model/problems/service.ts";
import { targetGroupProblemSeverities } from "#model/problems/target-group.ts";

/** `error`: the controller refuses the object or its whole group; `warning`: it continues, not as somebody may think. */
export const problemSeverities = {
  ...targetGroupProblemSeverities,
  ...ingressProblemSeverities,
  ...bindingProblemSeverities,
  ...serviceProblemSeverities,
  ...gatewayProblemSeverities,
  ...ownKeyProblemSeverities,
  ...controllerProblemSeverities,
  ...floorProblemSeverities,
} as const;

/** Closed list; the text of each (what, why, what to do) is in report/problem-text.ts. Ids are never reused. */
export type ProblemId = keyof typeof problemSeverities;

/** What the AWS Load Balancer Controller would refuse, ignore or do to somebody's surprise. */
export interface Problem {
  readonly id: ProblemId;
  readonly severity: "error" | "warning";
  readonly object: ObjectRef;
  /** Annotation key or dotted field path; empty where the object as a whole is meant. */
  readonly field: string;
  /** The values that the text of this problem is made of; see report/problem-text.ts. */
  readonly details: Readonly<Record<string, string>>;
}

/** Values from objects may be of any length; what is shown of one is not. */
const longestDetail = 200;

/** How a problem is made: its severity follows from its id, and long values are cut. */
export const problem = (
  id: ProblemId,
  object: ObjectRef,
  field: string,
  details: Readonly<Record<string, string>> = {},
): Problem => ({
  id,
  severity: problemSeverities[id],
  object,
  field,
  details: Object.fromEntries(Object.entries(details).map(([name, value]) => [name, value.slice(0, longestDetail)])),
});

import { type Problem, problem } from "#model/findings/problem.ts";
import type { ObjectRef } from "#model/kubernetes/refs.ts";
import type { Service } from "#model/load-balancers/routing.ts";

/** Said of whatever sends requests to a Service that only stands for a DNS name: the controller registers endpoints, and it has none. */
export const externalName = ({ type, meta }: Service, route: ObjectRef, field: string): readonly Problem[] =>
  type === "ExternalName" ? [problem("backend-external-name", route, field, { service: `${meta.namespace}/${meta.name}` })] : [];

import { type Problem, problem } from "#model/findings/problem.ts";
import { refOf } from "#model/kubernetes/object-meta.ts";
import { printRef, sameObject } from "#model/kubernetes/refs.ts";
import type { OwnedGateway } from "./gateway-ownership.ts";

/** Said of the Gateway itself where the first error is in another object: a route, a Service or a configuration. */
export function gatewayBlocked({ gateway }: OwnedGateway, problems: readonly Problem[]): readonly Problem[] {
  const own = refOf(gateway.meta);
  const errors = problems.filter(({ severity }) => severity === "error");
  const [first] = errors;
  if (first === undefined || errors.some(({ object }) => sameObject(object, own))) return [];
  return [problem("gateway-reconcile-blocked", own, "", { gateway: gateway.meta.name, because: printRef(first.object) })];
}

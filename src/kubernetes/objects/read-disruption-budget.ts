import type { PodDisruptionBudget } from "#model/kubernetes/disruption-budget.ts";
import { asIntegerOrText, at } from "./lenient-json.ts";
import { readLabelSelector } from "./read-label-selector.ts";
import { readMeta } from "./read-meta.ts";

export function readDisruptionBudget(raw: unknown): PodDisruptionBudget | undefined {
  const meta = readMeta(raw, { apiVersion: "policy/v1", kind: "PodDisruptionBudget" });
  if (meta === undefined) return undefined;
  const spec = at(raw, "spec");
  return {
    meta,
    selector: readLabelSelector(at(spec, "selector")),
    minAvailable: asIntegerOrText(at(spec, "minAvailable")),
    maxUnavailable: asIntegerOrText(at(spec, "maxUnavailable")),
  };
}

import { asList, asText, asTextMap, at } from "#kubernetes/objects/lenient-json.ts";
import type { Placement, Toleration } from "#model/nodes/placement.ts";
import { readRequirements } from "./read-requirement.ts";

/** Terms and tolerations beyond this are not looked at; a Pod with so many is taken to run anywhere. */
const most = 100;

/** Undefined for a Pod that says nothing about its nodes, as most do. */
export function readPlacement(spec: unknown): Placement | undefined {
  const nodeSelector = asTextMap(at(spec, "nodeSelector"));
  const required = at(spec, "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution");
  const terms = asList(at(required, "nodeSelectorTerms"));
  const tolerations = asList(at(spec, "tolerations"));
  const tooMany = Object.keys(nodeSelector).length > most || terms.length > most || tolerations.length > most;
  if (tooMany) return { nodeSelector: {}, terms: [], tolerations: [{ key: "", operator: "Exists", value: "", effect: "" }] };
  if (Object.keys(nodeSelector).length + terms.length + tolerations.length === 0) return undefined;
  return {
    nodeSelector,
    // A term without a requirement that is read, such as one by field, rules nothing out.
    terms: terms.map((term) => readRequirements(at(term, "matchExpressions"))),
    tolerations: tolerations.map(readToleration),
  };
}

const readToleration = (raw: unknown): Toleration => ({
  key: asText(at(raw, "key")) ?? "",
  operator: asText(at(raw, "operator")) ?? "Equal",
  value: asText(at(raw, "value")) ?? "",
  effect: asText(at(raw, "effect")) ?? "",
});

import { isJsonObject } from "#model/kubernetes/json.ts";
import type { LabelSelector } from "#model/kubernetes/label-selector.ts";
import { asList, asText, asTextMap, asTexts, at } from "./lenient-json.ts";

export function readLabelSelector(raw: unknown): LabelSelector | undefined {
  if (!isJsonObject(raw)) return undefined;
  return {
    matchLabels: asTextMap(at(raw, "matchLabels")),
    matchExpressions: asList(at(raw, "matchExpressions")).map((expression) => ({
      key: asText(at(expression, "key")) ?? "",
      operator: asText(at(expression, "operator")) ?? "",
      values: asTexts(at(expression, "values")),
    })),
  };
}

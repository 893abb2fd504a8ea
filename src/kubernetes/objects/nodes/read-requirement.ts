import { asInteger, asList, asText, asTexts, at } from "#kubernetes/objects/lenient-json.ts";
import type { NodeRequirement, Taint } from "#model/nodes/placement.ts";

/** The API server bounds neither; nobody lists more. What is beyond is not looked at, so that it rules nothing out. */
const mostRequirements = 100;
const mostValues = 500;

export const readRequirements = (raw: unknown): readonly NodeRequirement[] =>
  asList(raw).slice(0, mostRequirements).flatMap(readRequirement);

function readRequirement(raw: unknown): readonly NodeRequirement[] {
  const key = asText(at(raw, "key"));
  const values = asTexts(at(raw, "values"));
  if (key === undefined || values.length > mostValues) return [];
  return [{ key, operator: asText(at(raw, "operator")) ?? "", values }];
}

export const readTaints = (raw: unknown): readonly Taint[] =>
  asList(raw)
    .slice(0, mostRequirements)
    .flatMap((taint) => {
      const key = asText(at(taint, "key"));
      const effect = asText(at(taint, "effect")) ?? "";
      // PreferNoSchedule keeps nobody away.
      const keepsAway = effect === "NoSchedule" || effect === "NoExecute";
      return key === undefined || !keepsAway ? [] : [{ key, value: taintValue(at(taint, "value")), effect }];
    });

const taintValue = (value: unknown): string => asText(value) ?? String(asInteger(value) ?? "");

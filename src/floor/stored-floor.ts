import { asText, at } from "#kubernetes/objects/lenient-json.ts";
import { floorKeys, floorName } from "./floor-names.ts";

/** The ConfigMap of a namespace as the cluster has it. A number is undefined where the policy would not take it. */
export interface StoredFloor {
  readonly namespace: string;
  readonly sleep: number | undefined;
  readonly grace: number | undefined;
}

/** Undefined for every other ConfigMap. */
export function readStoredFloor(raw: unknown): StoredFloor | undefined {
  const namespace = asText(at(raw, "metadata", "namespace"));
  if (namespace === undefined || at(raw, "metadata", "name") !== floorName) return undefined;
  const number = (key: string): number | undefined => digits(asText(at(raw, "data", key)) ?? "");
  return { namespace, sleep: number(floorKeys.sleep), grace: number(floorKeys.grace) };
}

/** As the policy's own condition has it. */
const digits = (text: string): number | undefined => (/^[0-9]{1,4}$/.test(text) ? Number(text) : undefined);

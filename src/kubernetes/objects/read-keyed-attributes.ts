import type { Attribute } from "#model/load-balancers/routing.ts";
import { asList, asText, at } from "./lenient-json.ts";

/** A list of `{key, value}`; entries without a key are left out. */
export const readKeyedAttributes = (raw: unknown): readonly Attribute[] =>
  asList(raw).flatMap((entry) => {
    const key = asText(at(entry, "key"));
    return key === undefined ? [] : [{ key, value: valueText(at(entry, "value")) }];
  });

/** The API server refuses a number or a flag here; a manifest file that forgot the quotes means the same text. */
const valueText = (value: unknown): string =>
  typeof value === "number" || typeof value === "boolean" ? String(value) : (asText(value) ?? "");

import { notPlain } from "./not-plain.ts";

/** YAML 1.1 as yaml-schema.ts reads it: without dates and base-60 numbers. */
const words: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ...["~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map((word) => [word, true] as const),
  ...["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map((word) => [word, false] as const),
]);
const longestWord = 5;

/** What may be a number, and is a text where it has two dots, as versions and addresses do. */
const mayBeNumber = /^[-+.0-9][-+.0-9a-fA-FxX_]*$|^[eE][-+]?[0-9]+$|^[-+]?\.[iInN]/;
const integer = /^-?[1-9][0-9]{0,14}$|^0$/;
const decimal = /^-?(?:0|[1-9][0-9]{0,9})\.[0-9]{1,9}$/;
const dotted = /^[0-9]+(?:\.[0-9]+){2,3}$/;

const isLetter = (code: number): boolean => (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);

/**
 * What a scalar without quotes means.
 *
 * @throws NotPlain for numbers in unusual forms
 */
export function plainScalar(text: string): string | number | boolean | null {
  if (text.length <= longestWord) {
    const word = words.get(text);
    if (word !== undefined) return word;
  }
  const first = text.charCodeAt(0);
  if (isLetter(first) && first !== 0x65 && first !== 0x45) return text;
  if (integer.test(text)) return Number(text);
  if (!mayBeNumber.test(text) || dotted.test(text)) return text === "<<" ? notPlain() : text;
  return decimal.test(text) ? Number(text) : notPlain();
}

/**
 * The `key=value,key=value` grammar of annotations such as `target-group-attributes`,
 * as the AWS Load Balancer Controller reads it since v2.14.1, and what older versions make of the same text.
 */
import { trimSpace } from "./go-values.ts";

export type StringMap = Readonly<Record<string, string>>;

export type StringMapReading =
  | {
      readonly ok: true;
      readonly map: StringMap;
      /** What versions before v2.14.1 read: the same, another map, or a refusal. */
      readonly older:
        | { readonly reads: "same" }
        | { readonly reads: "refused" }
        | { readonly reads: "other"; readonly map: StringMap };
    }
  | {
      readonly ok: false;
      /** Undefined where versions before v2.14.1 refuse the text as well. */
      readonly older: StringMap | undefined;
    };

/** AWS knows a few dozen attributes and refuses all others, so a text with more pairs can never be carried out. */
const mostPairs = 200;

/** Never throws and needs time in proportion to the text. Refuses a text with more than 200 pairs. */
export function readStringMap(text: string): StringMapReading {
  if (isLong(text)) return { ok: false, older: undefined };
  const map = pairsToMap(splitPairs(text), trimSpace);
  const older = pairsToMap(splitPairsBefore2141(text), (part) => part);
  if (map === undefined) return { ok: false, older };
  if (older === undefined) return { ok: true, map, older: { reads: "refused" } };
  return { ok: true, map, older: sameMap(map, older) ? { reads: "same" } : { reads: "other", map: older } };
}

function isLong(text: string): boolean {
  let pairs = 0;
  for (let at = text.indexOf("="); at >= 0 && pairs <= mostPairs; at = text.indexOf("=", at + 1)) pairs++;
  return pairs > mostPairs;
}

/** The last of two equal keys wins. Undefined where a piece has no `=` or no key. */
function pairsToMap(pairs: readonly string[], trim: (part: string) => string): StringMap | undefined {
  const entries: [string, string][] = [];
  for (const pair of pairs) {
    const equals = pair.indexOf("=");
    const key = trim(pair.slice(0, Math.max(equals, 0)));
    if (key === "") return undefined;
    entries.push([key, trim(pair.slice(equals + 1))]);
  }
  return Object.fromEntries(entries);
}

/**
 * A comma ends a pair only where an `=` follows somewhere behind it; one that only blanks follow belongs to the value;
 * one that other text without `=` follows makes that text a piece of its own, which is then refused.
 * A backslash makes the next character literal.
 */
function splitPairs(text: string): readonly string[] {
  const lastEquals = text.lastIndexOf("=");
  const endOfInk = trimmedEnd(text);
  const pairs: string[] = [];
  let pair = "";
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === "\\" && at + 1 < text.length) {
      pair += text.charAt(++at);
    } else if (character !== ",") {
      pair += character;
    } else if (lastEquals > at) {
      pairs.push(trimSpace(pair));
      pair = "";
    } else if (endOfInk > at + 1) {
      return [...pairs, trimSpace(pair), trimSpace(text.slice(at + 1))];
    } else {
      pair += character;
    }
  }
  return pair === "" ? pairs : [...pairs, trimSpace(pair)];
}

const trimmedEnd = (text: string): number => trimSpace(`.${text}`).length - 1;

const splitPairsBefore2141 = (text: string): readonly string[] =>
  text
    .split(",")
    .map(trimSpace)
    .filter((piece) => piece !== "");

function sameMap(a: StringMap, b: StringMap): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && a[key] === b[key]);
}

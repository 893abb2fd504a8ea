/**
 * Scalars as Go's standard library reads them, because the AWS Load Balancer Controller reads annotations with it.
 * Each gives undefined where Go gives an error.
 */

const int32 = { least: -2147483648, most: 2147483647 } as const;

/** `strconv.ParseInt(text, 10, 32)`: an optional sign and digits, nothing around them. */
export function parseInt32(text: string): number | undefined {
  if (!/^[+-]?[0-9]+$/.test(text)) return undefined;
  const value = Number(text);
  return value >= int32.least && value <= int32.most ? value + 0 : undefined;
}

const truths = new Set(["1", "t", "T", "TRUE", "true", "True"]);
const falsehoods = new Set(["0", "f", "F", "FALSE", "false", "False"]);

/** `strconv.ParseBool(text)`. */
export function parseBool(text: string): boolean | undefined {
  if (truths.has(text)) return true;
  return falsehoods.has(text) ? false : undefined;
}

/** `intstr.Parse(text)` of apimachinery: what `strconv.Atoi` reads is a number, everything else stays a name. */
export function parseIntOrString(text: string): number | string {
  if (!/^[+-]?[0-9]+$/.test(text)) return text;
  const value = Number(text);
  return value >= int32.least && value <= int32.most ? value + 0 : text;
}

/** The comma-separated list of the controller: pieces are trimmed, empty ones dropped. */
export const parseStringSlice = (text: string): readonly string[] =>
  text
    .split(",")
    .map(trimSpace)
    .filter((piece) => piece !== "");

const space = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** `strings.TrimSpace`: Unicode white space, which differs from `String.prototype.trim` in U+0085 and U+FEFF. */
export function trimSpace(text: string): string {
  let end = text.length;
  while (end > 0 && space.test(text.charAt(end - 1))) end--;
  let start = 0;
  while (start < end && space.test(text.charAt(start))) start++;
  return text.slice(start, end);
}

/**
 * Parsed JSON takes far more memory than its text: 4 MiB of `{},` become 150 MiB, while objects of Kubernetes have some 12 bytes a value,
 * be it a Service of 10,000 ports with its managed fields. So values are counted before a long text is parsed.
 */
export const mostValues = 300_000;

/** Shorter text cannot hold that many. */
const longestUncounted = mostValues;

/** Whether the text has more objects, lists and members than `most`; those within strings do not count. Linear in the text. */
export function hasTooManyValues(json: string, most: number = mostValues): boolean {
  if (json.length <= Math.min(longestUncounted, most)) return false;
  let values = 0;
  let inString = false;
  for (let at = 0; at < json.length; at += 1) {
    const code = json.charCodeAt(at);
    if (code === backslash && inString) at += 1;
    else if (code === quote) inString = !inString;
    else if (!inString && (code === comma || code === brace || code === bracket)) values += 1;
    if (values > most) return true;
  }
  return false;
}

const quote = 0x22;
const comma = 0x2c;
const bracket = 0x5b;
const backslash = 0x5c;
const brace = 0x7b;

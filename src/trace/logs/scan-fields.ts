const space = 0x20;
const quote = 0x22;
const backslash = 0x5c;

/**
 * Finds the fields of a line: separated by one space, some of them in double quotes, which are left out of the span.
 * Writes start and end of each field to `spans` and returns how many there are, `most` at most. One pass, no way back.
 */
export function scanFields(bytes: Uint8Array, from: number, to: number, spans: Int32Array, most: number): number {
  let at = from;
  let count = 0;
  while (at < to && count < most) {
    const quoted = bytes[at] === quote;
    const start = quoted ? at + 1 : at;
    const end = quoted ? endOfQuoted(bytes, start, to) : endOfPlain(bytes, start, to);
    spans[2 * count] = start;
    spans[2 * count + 1] = end;
    count += 1;
    at = end + (quoted ? 2 : 1);
  }
  return count;
}

function endOfPlain(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] !== space) at += 1;
  return at;
}

/** A load balancer writes a quote within a field as \x22. Other writers escape it with a backslash, which costs nothing to honour. */
function endOfQuoted(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return at > to ? to : at;
}

const dash = 0x2d;
const dot = 0x2e;
const zero = 0x30;

/** A whole number of at most nine digits, or -1 for anything else. */
export function readInteger(bytes: Uint8Array, from: number, to: number): number {
  if (to <= from || to - from > 9) return -1;
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const digit = (bytes[at] ?? 0) - zero;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** Seconds with a fraction as whole milliseconds; -1 for `-1`, `-` and everything that is not a number. */
export function readMilliseconds(bytes: Uint8Array, from: number, to: number): number {
  if (to <= from || to - from > 16 || bytes[from] === dash) return -1;
  let value = 0;
  let digits = -1;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === dot && digits < 0) {
      digits = 0;
      continue;
    }
    const digit = byte - zero;
    if (digit < 0 || digit > 9) return -1;
    if (digits < 3) value = value * 10 + digit;
    if (digits >= 0) digits += 1;
  }
  return value * (scales[Math.min(Math.max(digits, 0), 3)] ?? 1);
}

const scales = [1000, 100, 10, 1] as const;

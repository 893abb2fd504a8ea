import { daysOf } from "#trace/time/utc.ts";

const zero = 0x30;
const [dash, letterT, colon, dot] = [0x2d, 0x54, 0x3a, 0x2e];

/** Reads `2026-11-26T09:31:04.214507Z` out of bytes. Neighbouring lines share their day, so the last one is remembered. */
export class TimeReader {
  #day = -1;
  #dayMs = 0;

  /** Milliseconds since 1970 with microseconds as a fraction, or NaN for anything that is not such a time. */
  read(bytes: Uint8Array, from: number, to: number): number {
    if (to - from < 19 || to - from > 30 || !separated(bytes, from)) return Number.NaN;
    const clock = this.#dayAt(bytes, from) + clockAt(bytes, from + 11);
    return bytes[from + 19] === dot ? clock + fraction(bytes, from + 20, to) : clock;
  }

  #dayAt(bytes: Uint8Array, from: number): number {
    const year = two(bytes, from) * 100 + two(bytes, from + 2);
    const [month, day] = [two(bytes, from + 5), two(bytes, from + 8)];
    const key = (year * 100 + month) * 100 + day;
    if (key !== this.#day) {
      if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31)) return Number.NaN;
      this.#day = key;
      this.#dayMs = daysOf(year, month, day) * 86_400_000;
    }
    return this.#dayMs;
  }
}

const separated = (bytes: Uint8Array, from: number): boolean =>
  bytes[from + 4] === dash &&
  bytes[from + 7] === dash &&
  bytes[from + 10] === letterT &&
  bytes[from + 13] === colon &&
  bytes[from + 16] === colon;

const clockAt = (bytes: Uint8Array, from: number): number =>
  ((two(bytes, from) * 60 + two(bytes, from + 3)) * 60 + two(bytes, from + 6)) * 1000;

/** Two digits, or NaN. */
function two(bytes: Uint8Array, at: number): number {
  const [tens, ones] = [(bytes[at] ?? 0) - zero, (bytes[at + 1] ?? 0) - zero];
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

/** The digits behind the point in milliseconds. */
function fraction(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  let scale = 1000;
  for (let at = from; at < to; at += 1) {
    const digit = (bytes[at] ?? 0) - zero;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
    scale /= 10;
  }
  return Math.round(value * scale * 1000) / 1000;
}

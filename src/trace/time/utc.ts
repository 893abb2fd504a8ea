/** Moments as milliseconds since 1970 UTC, read and printed without a clock or a time zone of the machine. */
const msOfDay = 86_400_000;

/** Days since 1970-01-01 of a date of the Gregorian calendar; the year is counted from March so that leap days come last. */
export function daysOf(year: number, month: number, day: number): number {
  const y = month > 2 ? year : year - 1;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

const shape = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?$/;

/** RFC 3339, a date alone, or a time without zone, which is read as UTC. Undefined for everything else. */
export function parseUtc(text: string): number | undefined {
  if (text.length > 40) return undefined;
  const found = shape.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour = "0", minute = "0", second = "0", fraction = "", zone = "Z"] = found;
  const [m, d, h, min, s] = [month, day, hour, minute, second].map(Number);
  if (!inRange(m, 1, 12) || !inRange(d, 1, 31) || !inRange(h, 0, 23) || !inRange(min, 0, 59) || !inRange(s, 0, 60)) {
    return undefined;
  }
  const seconds = ((h ?? 0) * 60 + (min ?? 0)) * 60 + (s ?? 0);
  const ms = fraction === "" ? 0 : Number(`0.${fraction}`) * 1000;
  return daysOf(Number(year), m ?? 1, d ?? 1) * msOfDay + seconds * 1000 + ms - zoneMs(zone);
}

const inRange = (value: number | undefined, least: number, most: number): boolean =>
  value !== undefined && value >= least && value <= most;

function zoneMs(zone: string): number {
  if (zone === "Z") return 0;
  const digits = zone.replace(":", "");
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5));
  return (digits.startsWith("-") ? -minutes : minutes) * 60_000;
}

interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function civilOf(days: number): Civil {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

const padded = (value: number, width: number): string => String(value).padStart(width, "0");

/** `2026-11-26`. */
export function printDate(ms: number): string {
  const { year, month, day } = civilOf(Math.floor(ms / msOfDay));
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}

/** `2026-11-26T09:31:04.214Z`. */
export const printUtc = (ms: number): string => `${printDate(ms)}T${printClock(ms)}.${padded(msWithin(ms) % 1000, 3)}Z`;

/** `09:31:04`. */
export function printClock(ms: number): string {
  const seconds = Math.floor(msWithin(ms) / 1000);
  return `${padded(Math.floor(seconds / 3600), 2)}:${padded(Math.floor(seconds / 60) % 60, 2)}:${padded(seconds % 60, 2)}`;
}

const msWithin = (ms: number): number => Math.floor(ms) - Math.floor(ms / msOfDay) * msOfDay;

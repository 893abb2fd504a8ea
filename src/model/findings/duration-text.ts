import { type Seconds, seconds } from "./seconds.ts";

export type DurationText = { readonly ok: true; readonly seconds: Seconds } | { readonly ok: false; readonly accepted: string };

const accepted = "whole seconds such as 45, or a Go duration such as 90s, 1m30s or 500ms, at most 24h";

const longestAccepted = 24 * 60 * 60;

/** Nanoseconds would overflow nothing here: values are capped at 24 h before they are rounded. */
const unitSeconds: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, µs: 1e-6, μs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

const term = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/gy;

/**
 * Reads what people write into `outlive.dev/…` annotations and the configuration file: whole seconds, or a duration as Go's
 * time.ParseDuration reads it. Fractions of a second are rounded up, because every value here is a time that must have passed.
 */
export function parseDuration(text: string): DurationText {
  const trimmed = text.trim();
  const total = /^\d+$/.test(trimmed) ? Number(trimmed) : goDuration(trimmed);
  if (total === undefined || total > longestAccepted) return { ok: false, accepted };
  return { ok: true, seconds: seconds(Math.ceil(Number(total.toFixed(9)))) };
}

function goDuration(text: string): number | undefined {
  const unsigned = text.startsWith("+") ? text.slice(1) : text;
  if (unsigned === "") return undefined;
  let total = 0;
  let read = 0;
  for (const [whole, amount, unit] of unsigned.matchAll(term)) {
    total += Number(amount) * (unitSeconds[unit ?? ""] ?? Number.NaN);
    read += whole.length;
  }
  return read === unsigned.length && Number.isFinite(total) ? total : undefined;
}

/**
 * Whole seconds, zero or more: the one unit of time inside Outlive.
 * Milliseconds exist at the edges only (timers, latencies) and their names end in `Ms`.
 */
declare const unit: unique symbol;
export type Seconds = number & { readonly [unit]: "seconds" };

/** @throws RangeError when `value` is not a whole number of seconds, zero or more; callers parse user input with wire/duration-text instead. */
export function seconds(value: number): Seconds {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`not a whole number of seconds, zero or more: ${value}`);
  return value as Seconds;
}

export const plus = (a: Seconds, b: Seconds): Seconds => (a + b) as Seconds;

export const times = (a: Seconds, factor: number): Seconds => seconds(Math.ceil(a * factor));

export const longest = (first: Seconds, ...rest: readonly Seconds[]): Seconds => Math.max(first, ...rest) as Seconds;

export const shortest = (first: Seconds, ...rest: readonly Seconds[]): Seconds => Math.min(first, ...rest) as Seconds;

export const printSeconds = (value: Seconds): string => `${value} s`;

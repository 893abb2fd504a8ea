/** `about 1,200`, or `0`: a prediction is good for two digits. */
export function approximate(value: number): string {
  const whole = Math.round(value);
  return whole === 0 ? "0" : `about ${grouped(rounded(whole))}`;
}

/** `1,200`: for columns whose head says that they are predictions. */
export const roughly = (value: number): string => grouped(rounded(Math.round(value)));

function rounded(whole: number): number {
  const step = 10 ** Math.max(0, String(whole).length - 2);
  return Math.round(whole / step) * step;
}

/** The same everywhere, whatever the language of the machine. */
function grouped(whole: number): string {
  const digits = String(whole);
  const first = digits.length % 3 || 3;
  const groups = Array.from({ length: Math.ceil((digits.length - first) / 3) }, (_, at) =>
    digits.slice(first + at * 3, first + at * 3 + 3),
  );
  return [digits.slice(0, first), ...groups].join(",");
}

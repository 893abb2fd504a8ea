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
const grouped = (whole: number): string => String(whole).replace(/\B(?=(?:\d{3})+$)/g, ",");

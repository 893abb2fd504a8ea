/** `1,204,331`. */
export function grouped(value: number): string {
  const digits = String(Math.round(value));
  const groups: string[] = [];
  for (let end = digits.length; end > 0; end -= 3) groups.unshift(digits.slice(Math.max(end - 3, 0), end));
  return groups.join(",");
}

/** `1 request`, `2 requests`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${grouped(count)} ${count === 1 ? one : many}`;

/** A share in percent with as many digits as it takes to tell it from 0 and 100. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return "0 %";
  const share = (part / whole) * 100;
  if (share === 0 || share === 100) return `${share} %`;
  const digits = share < 0.1 || share > 99.9 ? 4 : share < 1 ? 3 : 1;
  return `${share.toFixed(digits)} %`;
}

/** Two digits below ten seconds, one above. */
export const inSeconds = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(1)} s`;

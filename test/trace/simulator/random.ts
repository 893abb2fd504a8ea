/** Log-normal, in milliseconds. */
export function duration(random: () => number, medianMs: number, spread: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.max(1, Math.round(medianMs * Math.exp(spread * normal)));
}

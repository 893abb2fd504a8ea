/** The value below which that share of all lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

const MOST_POINTS = 240;

/** At most so many points, of each group the largest value: what is short must not vanish. A change of `group` interrupts the line. */
export function thinned<Sample extends { readonly t: number }>(
  samples: readonly Sample[],
  read: (sample: Sample) => number,
  groupOf: (sample: Sample) => number = () => 0,
): readonly { readonly minute: number; readonly value: number | undefined }[] {
  const each = Math.max(1, Math.ceil(samples.length / MOST_POINTS));
  const points: { minute: number; value: number | undefined }[] = [];
  let group: number | undefined;
  let held: Sample[] = [];
  const flush = (): void => {
    const [first] = held;
    if (first !== undefined) points.push({ minute: first.t / 60, value: Math.max(...held.map(read)) });
    held = [];
  };
  for (const sample of samples) {
    if (group !== undefined && groupOf(sample) !== group) {
      flush();
      points.push({ minute: sample.t / 60, value: undefined });
    }
    group = groupOf(sample);
    held.push(sample);
    if (held.length === each) flush();
  }
  flush();
  return points;
}

/** By how much a value grows in an hour, by least squares. */
export function perHour<Sample extends { readonly t: number }>(
  samples: readonly Sample[],
  read: (sample: Sample) => number,
): number {
  const count = samples.length;
  if (count < 2) return Number.NaN;
  const meanT = samples.reduce((sum, { t }) => sum + t, 0) / count;
  const mean = samples.reduce((sum, sample) => sum + read(sample), 0) / count;
  const above = samples.reduce((sum, sample) => sum + (sample.t - meanT) * (read(sample) - mean), 0);
  const below = samples.reduce((sum, { t }) => sum + (t - meanT) ** 2, 0);
  return (above / below) * 3_600;
}

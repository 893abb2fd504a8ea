/** How many Pods a Deployment's roll-out may add and take away at once. */
export interface RollingUpdate {
  readonly surge: number;
  readonly unavailable: number;
}

/** `maxSurge` or `maxUnavailable` as an object has it; undefined where it does not say. */
export type CountOrPercent = number | string | undefined;

const usual = "25%";

/**
 * As the Deployment controller counts: a surge is rounded up, unavailable Pods are rounded down, and where both come to nothing one Pod
 * may be unavailable, for otherwise nothing could ever move (Kubernetes, pkg/controller/deployment/util, ResolveFenceposts).
 * Undefined for what the API server would refuse.
 */
export function rollingUpdateOf(
  replicas: number,
  maxSurge: CountOrPercent,
  maxUnavailable: CountOrPercent,
): RollingUpdate | undefined {
  const surge = countOf(maxSurge ?? usual, replicas, Math.ceil);
  const unavailable = countOf(maxUnavailable ?? usual, replicas, Math.floor);
  if (surge === undefined || unavailable === undefined) return undefined;
  return { surge, unavailable: surge === 0 && unavailable === 0 ? 1 : Math.min(unavailable, replicas) };
}

export function countOf(given: number | string, whole: number, round: (value: number) => number): number | undefined {
  const [, digits, percent] = /^(\d{1,10})(%?)$/.exec(String(given)) ?? [];
  if (digits === undefined) return undefined;
  return percent === "%" ? round((Number(digits) * whole) / 100) : Number(digits);
}

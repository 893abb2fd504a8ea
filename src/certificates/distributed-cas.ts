import { readBundle } from "./authority-bundle.ts";
import type { Certificate } from "./certificate.ts";

/**
 * Since when each authority has been in every `caBundle` that was looked at, by fingerprint. Monotonic milliseconds,
 * because API servers take real time to learn of a stored bundle, whatever the clock of this machine is set to.
 */
export type DistributedCAs = ReadonlyMap<string, number>;

/** One more look at all bundles (PEM, undefined where a webhook has none). An authority that one of them lacks starts over. */
export function observeBundles(
  before: DistributedCAs,
  bundles: readonly (string | undefined)[],
  monotonicMs: number,
): DistributedCAs {
  const [first = [], ...others] = bundles.map((bundle) => readBundle(bundle ?? "").map(({ fingerprint }) => fingerprint));
  const everywhere = first.filter((fingerprint) => others.every((bundle) => bundle.includes(fingerprint)));
  return new Map(everywhere.map((fingerprint) => [fingerprint, before.get(fingerprint) ?? monotonicMs] as const));
}

/** Whether it has been in all of them for `propagationMs`. */
export function isDistributed(
  distributed: DistributedCAs,
  { fingerprint }: Certificate,
  { monotonicMs, propagationMs }: { readonly monotonicMs: number; readonly propagationMs: number },
): boolean {
  const since = distributed.get(fingerprint);
  return since !== undefined && monotonicMs - since >= propagationMs;
}

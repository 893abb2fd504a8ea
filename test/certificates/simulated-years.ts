/** Years of certificate keeping as API servers and replicas see it: both learn late of what is stored. */

import { type Certificate, isIssuedBy } from "#certificates/certificate.ts";
import { type DistributedCAs, isDistributed, observeBundles } from "#certificates/distributed-cas.ts";
import { type Lifetimes, rotate } from "#certificates/rotate.ts";
import type { RotationStep } from "#certificates/rotation.ts";
import { printStored, readStored, type SecretEntries, trustedBy } from "#certificates/stored-certificates.ts";

const dayMs = 24 * 60 * 60 * 1000;

export interface Years {
  readonly lifetimes: Lifetimes;
  readonly days: number;
  /** Length of one step, which is also how late API servers are. */
  readonly stepDays: number;
  /** Steps until a replica serves what is stored. */
  readonly replicaLate: number;
  readonly names: (day: number) => { readonly dns: readonly string[]; readonly ip: readonly string[] };
  /** Done to the Secret before the step of that day. */
  readonly spoil?: (entries: SecretEntries, day: number) => SecretEntries;
  /** Days during which configurations cannot be written. */
  readonly frozen?: (day: number) => boolean;
}

export interface Lived {
  /** `day: what failed`, empty when every served leaf was verified by every bundle that anybody held. */
  readonly gaps: readonly string[];
  readonly steps: readonly { readonly day: number; readonly step: RotationStep["step"] }[];
  readonly mostTrusted: number;
}

export const startMs = Date.UTC(2026, 0, 1);

export async function liveThrough(years: Years): Promise<Lived> {
  const { lifetimes, days, stepDays, replicaLate, names, spoil = (same) => same, frozen = () => false } = years;
  let entries: SecretEntries = {};
  let carried: DistributedCAs = new Map();
  /** What configurations carry; API servers hold this one or the one of the step before. */
  let bundles: readonly (readonly Certificate[])[] = [];
  let seen: readonly Certificate[] | undefined;
  let trusted: readonly Certificate[] = [];
  let leaves: readonly Certificate[] = [];
  let mostTrusted = 0;
  const gaps: string[] = [];
  const steps: { day: number; step: RotationStep["step"] }[] = [];
  const propagationMs = stepDays * dayMs;

  const unverified = verification();
  let stored = readStored(entries);

  for (let day = 0; day < days; day += stepDays) {
    const nowMs = startMs + day * dayMs;
    const monotonicMs = day * dayMs;
    if (bundles[0] !== seen) carried = observeBundles(carried, [bundles[0]?.map((each) => each.pem).join("")], monotonicMs);
    seen = bundles[0];
    const facts = {
      nowMs,
      isDistributed: (authority: Certificate) => isDistributed(carried, authority, { monotonicMs, propagationMs }),
      names: names(day),
    };
    const found = spoil(entries, day);
    const rotated = await rotate(found === entries ? stored : readStored(found), facts, lifetimes);
    steps.push(...rotated.steps.map(({ step }) => ({ day, step })));
    if (rotated.stored !== stored) {
      entries = printStored(rotated.stored);
      stored = readStored(entries);
      trusted = trustedBy(stored);
    }
    mostTrusted = Math.max(mostTrusted, trusted.length);
    bundles = [frozen(day) ? (bundles[0] ?? []) : trusted, bundles[0] ?? trusted];
    const leaf = stored.leaf?.certificate;
    leaves = [...(leaf === undefined ? [] : [leaf]), ...leaves].slice(0, replicaLate + 1);
    // Until the next step everything stays as it is now.
    const wrong = unverified(leaves, bundles, nowMs, nowMs + propagationMs - 1);
    gaps.push(...wrong.map((what) => `day ${day}: ${what}`));
  }
  return { gaps, steps, mostTrusted };
}

type Verification = (
  leaves: readonly Certificate[],
  bundles: readonly (readonly Certificate[])[],
  ...times: readonly number[]
) => readonly string[];

/** As TLS clients verify, with each signature looked at once: the same few are asked for thousands of times. */
function verification(): Verification {
  const known = new Map<string, boolean>();
  const issued = (leaf: Certificate, authority: Certificate): boolean => {
    const key = `${leaf.fingerprint} ${authority.fingerprint}`;
    const answer = known.get(key) ?? isIssuedBy(leaf, authority);
    known.set(key, answer);
    return answer;
  };
  const isValid = ({ notBeforeMs, notAfterMs }: Certificate, atMs: number): boolean => notBeforeMs <= atMs && atMs < notAfterMs;
  return (leaves, bundles, ...times) =>
    [...new Set(leaves)].flatMap((leaf) =>
      bundles
        .filter((bundle) =>
          times.some((atMs) => !isValid(leaf, atMs) || !bundle.some((each) => isValid(each, atMs) && issued(leaf, each))),
        )
        .map(() => `${leaf.fingerprint.slice(0, 8)} is not verified`),
    );
}

import { createAuthority } from "./authority.ts";
import { isExpired } from "./certificate.ts";
import { certifiedKeyOf, type KeyedCertificate, readKeyedCertificate } from "./keyed-certificate.ts";
import { issueLeaf, type ServerNames } from "./leaf.ts";
import { nextStep, type RotationSituation, type RotationStep } from "./rotation.ts";
import type { StoredCertificates } from "./stored-certificates.ts";

export interface Lifetimes {
  readonly authoritySeconds: number;
  readonly leafSeconds: number;
}

export interface Rotated {
  readonly stored: StoredCertificates;
  readonly steps: readonly RotationStep[];
}

/** By the beginning of their subject, authorities of ours are known from those of others. */
export const authorityName = "outlive authority";

/** More than any state needs until there is nothing to do; so that no mistake in it can sign certificates without an end. */
const mostSteps = 6;

/** Takes steps until there is nothing to do for now. */
export async function rotate(stored: StoredCertificates, facts: RotationSituation, lifetimes: Lifetimes): Promise<Rotated> {
  const steps: RotationStep[] = [];
  let current = stored;
  while (steps.length < mostSteps) {
    const step = nextStep(current, facts);
    if (step === undefined) break;
    current = await take(step, current, facts, lifetimes);
    steps.push(step);
  }
  return { stored: current, steps };
}

async function take(
  { step }: RotationStep,
  stored: StoredCertificates,
  { nowMs, names }: RotationSituation,
  lifetimes: Lifetimes,
): Promise<StoredCertificates> {
  const { authority } = stored;
  switch (step) {
    case "issue-leaf":
      return authority === undefined ? stored : { ...stored, leaf: await newLeaf(authority, names, nowMs, lifetimes) };
    case "stage-authority":
      return { ...stored, next: await newAuthority(nowMs, lifetimes) };
    case "activate-authority": {
      const signer = stored.next ?? (await newAuthority(nowMs, lifetimes));
      const former = authority === undefined ? [] : [authority.certificate];
      const leaf = await newLeaf(signer, names, nowMs, lifetimes);
      return { authority: signer, next: undefined, retired: [...former, ...stored.retired], leaf };
    }
    case "prune-authorities":
      return { ...stored, retired: stored.retired.filter((each) => !isExpired(each, nowMs)) };
  }
}

/** Named for its day, so that people can tell two of them apart in a bundle. */
async function newAuthority(nowMs: number, { authoritySeconds }: Lifetimes): Promise<KeyedCertificate> {
  const now = new Date(nowMs);
  const name = `${authorityName} ${now.toISOString().slice(0, 10)}`;
  return keyed(await createAuthority(name, { now, lifetimeSeconds: authoritySeconds }));
}

/** Never valid for longer than its authority. */
async function newLeaf(
  authority: KeyedCertificate,
  names: ServerNames,
  nowMs: number,
  { leafSeconds }: Lifetimes,
): Promise<KeyedCertificate> {
  const longestSeconds = Math.floor((authority.certificate.notAfterMs - nowMs) / 1000);
  const validity = { now: new Date(nowMs), lifetimeSeconds: Math.min(leafSeconds, longestSeconds) };
  return keyed(await issueLeaf(certifiedKeyOf(authority), names, validity));
}

function keyed(made: { readonly certificate: string; readonly key: string }): KeyedCertificate {
  const read = readKeyedCertificate(made);
  if (read === undefined) throw new Error("a certificate that was just created cannot be read");
  return read;
}

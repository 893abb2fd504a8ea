import { type Certificate, isExpired, isFor, isIssuedBy } from "./certificate.ts";
import type { ServerNames } from "./leaf.ts";
import { type StoredCertificates, trustedBy } from "./stored-certificates.ts";

export interface RotationSituation {
  readonly nowMs: number;
  /** Whether every API server has trusted this authority for long enough to be sure of it. */
  readonly isDistributed: (authority: Certificate) => boolean;
  /** What clients call the server. */
  readonly names: ServerNames;
}

export type RotationStep =
  | { readonly step: "issue-leaf"; readonly because: "none-usable" | "names-changed" | "age" }
  /** Makes an authority that is trusted from now on and does not sign yet. */
  | { readonly step: "stage-authority" }
  /** The staged authority, or a new one, signs from now on, starting with a leaf; the former one stays trusted. */
  | { readonly step: "activate-authority" }
  /** Removes expired authorities: none of their leaves outlives them. */
  | { readonly step: "prune-authorities" };

/** Both leaf and authority are exchanged when two thirds of their life are over: the last third is for what goes wrong. */
const rotateAfter = 2 / 3;

/** What is left of a life in which nothing useful can be signed anymore. */
const lastMomentsMs = 60_000;

/**
 * What to do next to certificates as they are stored, undefined for nothing. One small step per call; the caller repeats until there is none.
 *
 * An authority changes in overlap: staged, then trusted everywhere, then activated, and the former one pruned after its expiry.
 * Only where no certificate in service could be verified anyway is a new authority activated at once.
 * A certificate from the future was made while a clock was wrong: it is exchanged like an old one, because whose clock it was is unknown.
 */
export function nextStep(stored: StoredCertificates, facts: RotationSituation): RotationStep | undefined {
  return authorityStep(stored, facts) ?? leafStep(stored, facts) ?? pruning(stored, facts);
}

function authorityStep(stored: StoredCertificates, { nowMs, isDistributed }: RotationSituation): RotationStep | undefined {
  const { authority, leaf } = stored;
  const next = stored.next?.certificate;
  const serves = leaf !== undefined && isServed(leaf.certificate, stored, nowMs);
  const nothingToLose = !serves && !signs(authority?.certificate, nowMs);
  if (next !== undefined && signs(next, nowMs) && !isFromFuture(next, nowMs))
    return nothingToLose || isDistributed(next) ? { step: "activate-authority" } : undefined;
  if (authority !== undefined && !isDue(authority.certificate, nowMs)) return undefined;
  return { step: nothingToLose ? "activate-authority" : "stage-authority" };
}

function leafStep({ authority, leaf }: StoredCertificates, { nowMs, names }: RotationSituation): RotationStep | undefined {
  const signer = authority?.certificate;
  if (signer === undefined || !signs(signer, nowMs)) return undefined;
  const current = leaf?.certificate;
  if (current === undefined || isExpired(current, nowMs) || !isIssuedBy(current, signer))
    return { step: "issue-leaf", because: "none-usable" };
  if (!isFor(current, names)) return { step: "issue-leaf", because: "names-changed" };
  // A leaf ends with its authority at the latest; signing it again would win no time.
  const winsTime = signer.notAfterMs - current.notAfterMs > lastMomentsMs;
  if (isFromFuture(current, nowMs) || (isDue(current, nowMs) && winsTime)) return { step: "issue-leaf", because: "age" };
  return undefined;
}

const pruning = ({ retired }: StoredCertificates, { nowMs }: RotationSituation): RotationStep | undefined =>
  retired.some((authority) => isExpired(authority, nowMs)) ? { step: "prune-authorities" } : undefined;

const isServed = (leaf: Certificate, stored: StoredCertificates, nowMs: number): boolean =>
  !isExpired(leaf, nowMs) && trustedBy(stored).some((authority) => !isExpired(authority, nowMs) && isIssuedBy(leaf, authority));

const signs = (authority: Certificate | undefined, nowMs: number): boolean =>
  authority !== undefined && authority.notAfterMs - nowMs > lastMomentsMs;

const isFromFuture = ({ notBeforeMs }: Certificate, nowMs: number): boolean => nowMs < notBeforeMs;

const isDue = (certificate: Certificate, nowMs: number): boolean =>
  isFromFuture(certificate, nowMs) ||
  nowMs >= certificate.notBeforeMs + (certificate.notAfterMs - certificate.notBeforeMs) * rotateAfter;

import { verifies } from "./authority-bundle.ts";
import { type Certificate, isExpired, isIssuedBy } from "./certificate.ts";
import type { KeyedCertificate } from "./keyed-certificate.ts";
import { type StoredCertificates, trustedBy } from "./stored-certificates.ts";

/**
 * Which serving certificate a replica should have in service: the stored one as soon as its authority is trusted everywhere,
 * until then the one that it has. A Secret that was lost gets a new authority before anybody trusts it; this is what bridges that.
 * Of two by one authority nobody can trust the one and not the other, so that there is nothing to wait for.
 */
export function leafToServe(
  current: KeyedCertificate | undefined,
  stored: StoredCertificates,
  nowMs: number,
  isDistributed: (authority: Certificate) => boolean,
): KeyedCertificate | undefined {
  const wanted = stored.leaf;
  if (wanted === undefined || isExpired(wanted.certificate, nowMs)) return current;
  if (current === undefined || isExpired(current.certificate, nowMs)) return wanted;
  const issuer = trustedBy(stored).find((authority) => isIssuedBy(wanted.certificate, authority));
  return issuer !== undefined && (isIssuedBy(current.certificate, issuer) || isDistributed(issuer)) ? wanted : current;
}

/** Whether every webhook's bundle (undefined where it has none) lets API servers take this certificate. */
export const isTrustedBy = (
  leaf: Certificate,
  bundles: readonly (readonly Certificate[] | undefined)[],
  nowMs: number,
): boolean => bundles.every((bundle) => bundle !== undefined && verifies(bundle, leaf, nowMs));

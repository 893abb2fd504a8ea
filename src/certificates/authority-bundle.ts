import { type Certificate, isExpired, isIssuedBy, readCertificate } from "./certificate.ts";

const block = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/** The certificates of a bundle as `caBundle` holds it (PEM, decoded from base64); what cannot be read is left out. */
export function readBundle(pem: string): readonly Certificate[] {
  const certificates = [...pem.matchAll(block)].map(([text]) => readCertificate(text)).filter((read) => read !== undefined);
  return distinct(certificates);
}

export const printBundle = (authorities: readonly Certificate[]): string => authorities.map(({ pem }) => pem).join("");

/** The first of each, in their order. */
export const distinct = (certificates: readonly Certificate[]): readonly Certificate[] => [
  ...new Map(certificates.map((each) => [each.fingerprint, each] as const)).values(),
];

/** As a TLS client verifies: an authority of the bundle issued it, and both are in the time of their validity. Names are not evaluated. */
export const verifies = (authorities: readonly Certificate[], leaf: Certificate, nowMs: number): boolean =>
  isValid(leaf, nowMs) && authorities.some((authority) => isValid(authority, nowMs) && isIssuedBy(leaf, authority));

const isValid = (certificate: Certificate, nowMs: number): boolean =>
  certificate.notBeforeMs <= nowMs && !isExpired(certificate, nowMs);

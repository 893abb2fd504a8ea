import { distinct, printBundle, readBundle } from "./authority-bundle.ts";
import type { Certificate } from "./certificate.ts";
import { type KeyedCertificate, readKeyedCertificate } from "./keyed-certificate.ts";

/** All that outlives a process; what was missing or could not be read is undefined. */
export interface StoredCertificates {
  /** Signs serving certificates. */
  readonly authority: KeyedCertificate | undefined;
  /** Will sign, as soon as whoever verifies trusts it. */
  readonly next: KeyedCertificate | undefined;
  /** Sign no more, and are trusted for as long as a certificate of theirs may be in service. */
  readonly retired: readonly Certificate[];
  /** The serving certificate. */
  readonly leaf: KeyedCertificate | undefined;
}

/** Entries of the Secret: text as it is, not base64. */
export type SecretEntries = Readonly<Record<string, string>>;

/** Never throws: what cannot be used counts as missing. An authority whose key was lost is still trusted. */
export function readStored(entries: SecretEntries): StoredCertificates {
  const pair = (name: string): KeyedCertificate | undefined =>
    readKeyedCertificate({ certificate: entries[`${name}.crt`] ?? "", key: entries[`${name}.key`] ?? "" });
  const authority = pair("ca");
  const next = pair("next-ca");
  const signing = new Set([authority, next].map((each) => each?.certificate.fingerprint));
  const listed = readBundle(`${entries["ca-bundle.crt"] ?? ""}\n${entries["ca.crt"] ?? ""}`);
  return { authority, next, retired: listed.filter(({ fingerprint }) => !signing.has(fingerprint)), leaf: pair("tls") };
}

export function printStored(stored: StoredCertificates): SecretEntries {
  const pair = (name: string, from: KeyedCertificate | undefined): SecretEntries =>
    from === undefined ? {} : { [`${name}.crt`]: from.certificate.pem, [`${name}.key`]: from.key };
  return {
    ...pair("ca", stored.authority),
    ...pair("next-ca", stored.next),
    ...pair("tls", stored.leaf),
    "ca-bundle.crt": printBundle(trustedBy(stored)),
  };
}

/** What `caBundle` has to hold, the signing authority first. */
export const trustedBy = ({ authority, next, retired }: StoredCertificates): readonly Certificate[] =>
  distinct([authority?.certificate, next?.certificate, ...retired].filter((each) => each !== undefined));

import { createPrivateKey, X509Certificate } from "node:crypto";
import { type Certificate, readCertificate } from "./certificate.ts";
import type { CertifiedKey } from "./pem.ts";

/** A certificate that was read, and the private key that belongs to it. */
export interface KeyedCertificate {
  readonly certificate: Certificate;
  /** PKCS #8, PEM. */
  readonly key: string;
}

/** Undefined where one of both cannot be read or they do not belong together. */
export function readKeyedCertificate(pems: Partial<CertifiedKey>): KeyedCertificate | undefined {
  const { certificate: pem = "", key = "" } = pems;
  const certificate = readCertificate(pem);
  if (certificate === undefined) return undefined;
  return belongTogether(pem, key) ? { certificate, key } : undefined;
}

export const certifiedKeyOf = ({ certificate, key }: KeyedCertificate): CertifiedKey => ({ certificate: certificate.pem, key });

function belongTogether(certificate: string, key: string): boolean {
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

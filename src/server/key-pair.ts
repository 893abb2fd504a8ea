import { createPrivateKey, X509Certificate } from "node:crypto";
import { createSecureContext } from "node:tls";

/** A serving certificate, with any intermediates after it, and its private key, both PEM. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** What can be said of a certificate in service without its key. */
export interface ServedCertificate {
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** SHA-256 of the certificate, colon-separated hexadecimal. */
  readonly fingerprint: string;
  /** As OpenSSL prints them: `DNS:outlive.outlive.svc, IP Address:127.0.0.1`. */
  readonly names: string;
}

export type Inspection =
  | { readonly usable: true; readonly certificate: ServedCertificate }
  | { readonly usable: false; readonly reason: string };

/** Whether a server could be given this pair. Expiry is not evaluated: an expired certificate that somebody ignores beats none. */
export function inspectKeyPair(pair: KeyPair): Inspection {
  const certificate = attempt(() => new X509Certificate(pair.certificate));
  if (certificate === undefined) return { usable: false, reason: "the certificate is not PEM that OpenSSL can read" };
  const key = attempt(() => createPrivateKey(pair.key));
  if (key === undefined) return { usable: false, reason: "the private key is not PEM that OpenSSL can read" };
  if (!certificate.checkPrivateKey(key)) return { usable: false, reason: "the private key does not belong to the certificate" };
  const context = attempt(() => createSecureContext({ cert: pair.certificate, key: pair.key }));
  if (context === undefined) return { usable: false, reason: "OpenSSL rejects the certificate chain" };
  return { usable: true, certificate: described(certificate) };
}

const described = (certificate: X509Certificate): ServedCertificate => ({
  notBeforeMs: certificate.validFromDate.getTime(),
  notAfterMs: certificate.validToDate.getTime(),
  fingerprint: certificate.fingerprint256,
  names: certificate.subjectAltName ?? "",
});

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

import { X509Certificate } from "node:crypto";
import type { ServerNames } from "./leaf.ts";

/** One certificate, read: what rotation and bundles ask about it. */
export interface Certificate {
  /** One PEM block with a newline at the end. */
  readonly pem: string;
  /** SHA-256, colon-separated hexadecimal. */
  readonly fingerprint: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
}

/** Undefined for what is no PEM certificate that OpenSSL can read. */
export function readCertificate(pem: string): Certificate | undefined {
  const read = parsed(pem);
  if (read === undefined) return undefined;
  return {
    pem: read.toString(),
    fingerprint: read.fingerprint256,
    notBeforeMs: read.validFromDate.getTime(),
    notAfterMs: read.validToDate.getTime(),
  };
}

/** Name, key identifier and signature all say so, and the issuer is an authority. Validity in time is not evaluated. */
export function isIssuedBy(certificate: Certificate, authority: Certificate): boolean {
  const issued = parsed(certificate.pem);
  const issuer = parsed(authority.pem);
  return issued !== undefined && issuer?.ca === true && issued.checkIssued(issuer) && issued.verify(issuer.publicKey);
}

/** Whether clients that require any of the names would take it. */
export function isFor({ pem }: Certificate, { dns, ip }: ServerNames): boolean {
  const certificate = parsed(pem);
  return (
    certificate !== undefined &&
    dns.every((name) => certificate.checkHost(name, { subject: "never" }) !== undefined) &&
    ip.every((address) => certificate.checkIP(address) !== undefined)
  );
}

/** For logs and for telling our authorities from others: `CN=outlive authority …`. */
export const subjectOf = ({ pem }: Certificate): string => parsed(pem)?.subject ?? "";

export const isExpired = ({ notAfterMs }: Certificate, nowMs: number): boolean => notAfterMs <= nowMs;

function parsed(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

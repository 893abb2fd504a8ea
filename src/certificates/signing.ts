import "reflect-metadata"; // @peculiar/x509 looks classes up through it and throws without
import { randomBytes, webcrypto } from "node:crypto";
import { type Extension, Name, X509CertificateGenerator } from "@peculiar/x509";
import { type CertifiedKey, toPem } from "./pem.ts";

/** P-256 with SHA-256: what every TLS client of the last decade takes, and cheap enough to make at start. */
const keyAlgorithm = { name: "ECDSA", namedCurve: "P-256" } as const;

const signingAlgorithm = { name: "ECDSA", hash: "SHA-256" } as const;

/**
 * Clocks differ: those of nodes by seconds, and one that was set to local time, or that steps, by hours. A certificate is refused by every
 * API server that is behind the clock it was made by, so it begins a day before it was made, and a tenth of a life that is short.
 */
const backdatedMs = ({ lifetimeSeconds }: Validity): number => Math.min(24 * 60 * 60 * 1000, lifetimeSeconds * 100);

export interface Validity {
  readonly now: Date;
  readonly lifetimeSeconds: number;
}

export interface CertificateRequest {
  readonly subject: Name;
  readonly validity: Validity;
  readonly keys: webcrypto.CryptoKeyPair;
  readonly issuer: { readonly name: Name; readonly signingKey: webcrypto.CryptoKey };
  readonly extensions: readonly Extension[];
}

export const nameOf = (commonName: string): Name => new Name([{ CN: [commonName] }]);

export const newKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(keyAlgorithm, true, ["sign", "verify"]);

export const readSigningKey = (pkcs8: Buffer): Promise<webcrypto.CryptoKey> =>
  webcrypto.subtle.importKey("pkcs8", pkcs8, keyAlgorithm, false, ["sign"]);

export async function sign({ subject, validity, keys, issuer, extensions }: CertificateRequest): Promise<CertifiedKey> {
  const startMs = validity.now.getTime();
  const certificate = await X509CertificateGenerator.create(
    {
      serialNumber: serialNumber(),
      subject,
      issuer: issuer.name,
      notBefore: new Date(startMs - backdatedMs(validity)),
      notAfter: new Date(startMs + validity.lifetimeSeconds * 1000),
      publicKey: keys.publicKey,
      signingKey: issuer.signingKey,
      signingAlgorithm,
      extensions: [...extensions],
    },
    webcrypto,
  );
  const key = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return { certificate: toPem("CERTIFICATE", certificate.rawData), key: toPem("PRIVATE KEY", key) };
}

/** RFC 5280 4.1.2.2: positive, at most 20 octets; the CA/Browser Forum requires 64 random bits or more. */
function serialNumber(): string {
  const octets = randomBytes(16);
  octets.writeUInt8((octets.readUInt8(0) & 0x7f) | 0x40, 0);
  return octets.toString("hex");
}

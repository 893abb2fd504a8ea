import "reflect-metadata"; // @peculiar/x509 looks classes up through it and throws without
import { webcrypto } from "node:crypto";
import { BasicConstraintsExtension, KeyUsageFlags, KeyUsagesExtension, SubjectKeyIdentifierExtension } from "@peculiar/x509";
import type { CertifiedKey } from "./pem.ts";
import { nameOf, newKeys, sign, type Validity } from "./signing.ts";

/** A self-signed authority that may sign leaves and no further authority. Its certificate is what `caBundle` wants. */
export async function createAuthority(commonName: string, validity: Validity): Promise<CertifiedKey> {
  const keys = await newKeys();
  return sign({
    subject: nameOf(commonName),
    validity,
    keys,
    issuer: { name: nameOf(commonName), signingKey: keys.privateKey },
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
    ],
  });
}

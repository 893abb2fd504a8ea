import "reflect-metadata"; // @peculiar/x509 looks classes up through it and throws without
import { webcrypto } from "node:crypto";
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
} from "@peculiar/x509";
import { type CertifiedKey, fromPem } from "./pem.ts";
import { nameOf, newKeys, readSigningKey, sign, type Validity } from "./signing.ts";

/** What a client may call the server. The API server calls a webhook `<service>.<namespace>.svc`. */
export interface ServerNames {
  readonly dns: readonly string[];
  readonly ip: readonly string[];
}

/**
 * A serving certificate. The names are in the extension only: a common name ends at 64 characters, a Service's name does not.
 * @throws Error when the authority's PEM cannot be read or no name is given
 */
export async function issueLeaf(authority: CertifiedKey, names: ServerNames, validity: Validity): Promise<CertifiedKey> {
  const alternatives = [
    ...names.dns.map((value) => ({ type: "dns", value }) as const),
    ...names.ip.map((value) => ({ type: "ip", value }) as const),
  ];
  if (alternatives.length === 0) throw new Error("a serving certificate needs at least one DNS name or address");
  const issuer = new X509Certificate(fromPem("CERTIFICATE", authority.certificate));
  const signingKey = await readSigningKey(fromPem("PRIVATE KEY", authority.key));
  const keys = await newKeys();
  return sign({
    subject: nameOf("outlive"),
    validity,
    keys,
    issuer: { name: issuer.subjectName, signingKey },
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(alternatives),
      await SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
      await AuthorityKeyIdentifierExtension.create(issuer.publicKey, false, webcrypto),
    ],
  });
}

import "reflect-metadata";
import { webcrypto } from "node:crypto";
import * as x509 from "@peculiar/x509";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;
const HOUR_MS = 3_600_000;
const LIFETIME_MS = 30 * 24 * HOUR_MS;

export type KeyPair = { readonly certificate: string; readonly key: string };

/** Who a certificate speaks for: the API server takes CN as the user's name and O as its group. */
type Subject = { readonly commonName: string; readonly organization?: string };

export type Authority = {
  readonly certificate: string;
  readonly issueServer: (subject: Subject, dnsNames: readonly string[], addresses: readonly string[]) => Promise<KeyPair>;
  readonly issueClient: (subject: Subject) => Promise<KeyPair>;
};

/** A certificate authority that lives as long as this process; its key is never written. */
export async function createAuthority(commonName: string): Promise<Authority> {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: distinguishedName({ commonName }),
    keys,
    signingAlgorithm: ALGORITHM,
    ...validity(),
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey, false),
    ],
  });
  const issue = async (subject: Subject, purpose: x509.ExtendedKeyUsage, names: x509.Extension[]): Promise<KeyPair> => {
    const own = await generateKeys();
    const issued = await x509.X509CertificateGenerator.create({
      subject: distinguishedName(subject),
      issuer: certificate.subject,
      publicKey: own.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: ALGORITHM,
      ...validity(),
      extensions: [
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([purpose]),
        await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey, false),
        ...names,
      ],
    });
    return { certificate: issued.toString("pem"), key: await privateKeyPem(own) };
  };
  return {
    certificate: certificate.toString("pem"),
    issueServer: (subject, dnsNames, addresses) =>
      issue(subject, x509.ExtendedKeyUsage.serverAuth, [
        new x509.SubjectAlternativeNameExtension([
          ...dnsNames.map((value) => ({ type: "dns" as const, value })),
          ...addresses.map((value) => ({ type: "ip" as const, value })),
        ]),
      ]),
    issueClient: (subject) => issue(subject, x509.ExtendedKeyUsage.clientAuth, []),
  };
}

/** The key that service account tokens are signed with, and the public half they are checked with. */
export async function createSigningKey(): Promise<{ readonly privateKey: string; readonly publicKey: string }> {
  const keys = await generateKeys();
  const spki = await webcrypto.subtle.exportKey("spki", keys.publicKey);
  return { privateKey: await privateKeyPem(keys), publicKey: x509.PemConverter.encode(spki, "PUBLIC KEY") };
}

async function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return (await webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"])) as webcrypto.CryptoKeyPair;
}

async function privateKeyPem(keys: webcrypto.CryptoKeyPair): Promise<string> {
  return x509.PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY");
}

// One hour back, for a clock that is set while the cluster runs.
function validity(): { readonly notBefore: Date; readonly notAfter: Date } {
  return { notBefore: new Date(Date.now() - HOUR_MS), notAfter: new Date(Date.now() + LIFETIME_MS) };
}

function distinguishedName(subject: Subject): x509.JsonName {
  return [...(subject.organization === undefined ? [] : [{ O: [subject.organization] }]), { CN: [subject.commonName] }];
}

import "reflect-metadata"; // @peculiar/x509 looks classes up through it and throws without
import { webcrypto } from "node:crypto";
import {
  BasicConstraintsExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
} from "@peculiar/x509";
import { certifiedKeyOf, type KeyedCertificate, readKeyedCertificate } from "#certificates/keyed-certificate.ts";
import { issueLeaf } from "#certificates/leaf.ts";
import { type CertifiedKey, fromPem } from "#certificates/pem.ts";
import { sign, type Validity } from "#certificates/signing.ts";
import { printStored, readStored, type StoredCertificates } from "#certificates/stored-certificates.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import { at } from "#kubernetes/objects/lenient-json.ts";
import { namespace } from "../../chart/helm.ts";
import { LOOPBACK } from "../../control-plane/ports.ts";

const DAY = 24 * 60 * 60;
const PATH = `/api/v1/namespaces/${namespace}/secrets/outlive-certificates`;
const names = { dns: [`outlive.${namespace}.svc`], ip: [LOOPBACK] };

/** More than two thirds of a life of so many days are over. */
const old = (days: number): Validity => ({
  now: new Date(Date.now() - days * DAY * 1000 * 0.7),
  lifetimeSeconds: days * DAY,
});

/** Replaces what is stored by the same of an earlier date, so that the leader finds it due. @throws ApiError */
export async function ageCertificates(client: ApiClient, which: "leaf" | "authority"): Promise<void> {
  const secret = await (await client.request(PATH)).json();
  const entries = Object.fromEntries(
    Object.entries((at(secret, "data") ?? {}) as Record<string, string>).map(([key, value]) => [
      key,
      Buffer.from(value, "base64").toString(),
    ]),
  );
  const stored = readStored(entries);
  const { authority } = stored;
  if (authority === undefined) throw new Error("no authority is stored");
  const aged: StoredCertificates =
    which === "leaf"
      ? { ...stored, leaf: keyed(await issueLeaf(certifiedKeyOf(authority), names, old(90))) }
      : { ...stored, authority: keyed(await signedEarlier(authority)) };
  const { data: _, ...rest } = secret as Record<string, unknown>;
  await client.request(PATH, { method: "PUT", body: JSON.stringify({ ...rest, stringData: printStored(aged) }) });
}

/** With the same key and name, so that what it has signed is still trusted. */
async function signedEarlier({ certificate, key }: KeyedCertificate): Promise<CertifiedKey> {
  const former = new X509Certificate(fromPem("CERTIFICATE", certificate.pem));
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const privateKey = await webcrypto.subtle.importKey("pkcs8", fromPem("PRIVATE KEY", key), algorithm, true, ["sign"]);
  const publicKey = await former.publicKey.export(algorithm, ["verify"], webcrypto);
  return sign({
    subject: former.subjectName,
    validity: old(365),
    keys: { privateKey, publicKey },
    issuer: { name: former.subjectName, signingKey: privateKey },
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(publicKey, false, webcrypto),
    ],
  });
}

function keyed(made: CertifiedKey): KeyedCertificate {
  const read = readKeyedCertificate(made);
  if (read === undefined) throw new Error("a certificate that was just made cannot be read");
  return read;
}

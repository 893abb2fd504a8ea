import { createPrivateKey, X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import { createAuthority } from "./certificates.ts";

test("a server certificate is issued by the authority, for its names and addresses", async () => {
  const authority = await createAuthority("ca");
  const pair = await authority.issueServer({ commonName: "server" }, ["localhost"], ["127.0.0.1", "10.96.0.1"]);
  const [ca, certificate] = [new X509Certificate(authority.certificate), new X509Certificate(pair.certificate)];
  expect(certificate.verify(ca.publicKey)).toBe(true);
  expect(certificate.checkIssued(ca)).toBe(true);
  expect(certificate.checkHost("localhost")).toBe("localhost");
  expect(certificate.checkIP("10.96.0.1")).toBe("10.96.0.1");
  expect(certificate.checkPrivateKey(createPrivateKey(pair.key))).toBe(true);
});

test("a client certificate carries the user as CN and the group as O", async () => {
  const authority = await createAuthority("ca");
  const { certificate } = await authority.issueClient({ commonName: "jane", organization: "system:masters" });
  expect(new X509Certificate(certificate).subject.split("\n")).toEqual(["O=system:masters", "CN=jane"]);
});

import { createAuthority } from "#certificates/authority.ts";
import { issueLeaf } from "#certificates/leaf.ts";
import type { KeyPair } from "#server/key-pair.ts";

export interface TestCertificates {
  readonly ca: string;
  readonly pair: KeyPair;
  /** Of the same authority, with other keys. */
  readonly otherPair: KeyPair;
}

const validity = { now: new Date(), lifetimeSeconds: 86_400 };

export async function testCertificates(): Promise<TestCertificates> {
  const authority = await createAuthority("test", validity);
  const names = { dns: ["localhost"], ip: ["127.0.0.1"] };
  return {
    ca: authority.certificate,
    pair: await issueLeaf(authority, names, validity),
    otherPair: await issueLeaf(authority, names, validity),
  };
}

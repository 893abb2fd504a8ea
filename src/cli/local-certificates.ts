import { createAuthority } from "#certificates/authority.ts";
import { issueLeaf, type ServerNames } from "#certificates/leaf.ts";

const daySeconds = 24 * 60 * 60;

export interface LocalCertificates {
  /** PEM; what `caBundle` of a webhook configuration wants. */
  readonly authority: { readonly certificate: string; readonly key: string };
  readonly leaf: { readonly certificate: string; readonly key: string };
}

/** An authority and a serving certificate for one machine. */
export async function localCertificates(names: ServerNames, days: number, now: Date): Promise<LocalCertificates> {
  const validity = { now, lifetimeSeconds: days * daySeconds };
  const authority = await createAuthority("outlive local authority", validity);
  return { authority, leaf: await issueLeaf(authority, names, validity) };
}

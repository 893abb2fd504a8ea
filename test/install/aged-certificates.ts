import { createAuthority } from "#certificates/authority.ts";
import { readKeyedCertificate } from "#certificates/keyed-certificate.ts";
import { issueLeaf } from "#certificates/leaf.ts";
import { authorityName } from "#certificates/rotate.ts";
import { printStored } from "#certificates/stored-certificates.ts";
import { namespace } from "../chart/helm.ts";
import { RELEASE } from "./helm-release.ts";
import type { Site } from "./site.ts";

const HOUR = 60 * 60;
const CA_LIFE = 365 * 24 * HOUR;
const LEAF_LIFE = 90 * 24 * HOUR;
/** A third of the day by which certificates are dated back, which makes their lives longer. */
const DATED_BACK_MS = 8 * HOUR * 1000;

/** As Helm marks what belongs to a release, so that the installation takes it over. */
const owned = {
  labels: { "app.kubernetes.io/managed-by": "Helm" },
  annotations: { "meta.helm.sh/release-name": RELEASE, "meta.helm.sh/release-namespace": namespace },
};

/** What an installation of some months ago keeps: two thirds of the life of leaf and authority are over in so many seconds from now. */
export async function seedCertificates(site: Site, due: { readonly leaf: number; readonly authority: number }): Promise<void> {
  const bornFor = (life: number, inSeconds: number): { now: Date; lifetimeSeconds: number } => ({
    now: new Date(Date.now() + inSeconds * 1000 + DATED_BACK_MS - (life * 1000 * 2) / 3),
    lifetimeSeconds: life,
  });
  const authority = await createAuthority(`${authorityName} of an earlier year`, bornFor(CA_LIFE, due.authority));
  const leaf = await issueLeaf(authority, { dns: [`${RELEASE}.${namespace}.svc`], ip: [] }, bornFor(LEAF_LIFE, due.leaf));
  const stringData = printStored({
    authority: readKeyedCertificate(authority),
    next: undefined,
    retired: [],
    leaf: readKeyedCertificate(leaf),
  });
  const metadata = { name: "outlive-certificates", namespace, ...owned };
  await site.kubectl(["apply", "-f", "-"], { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
  await site.kubectl(["create", "-f", "-"], { apiVersion: "v1", kind: "Secret", metadata, type: "Opaque", stringData });
}

/**
 * What the versions of Kubernetes differ in: the first minor of 1.x that has it switched on as it is shipped. Somebody may have set feature
 * gates otherwise; no API tells.
 */
export const factsSince = {
  /** PodLifecycleSleepAction: a server of 1.29 drops the hook, a kubelet of 1.29 does not wait (KEP-3960). */
  nativeSleep: 30,
  /** PodLifecycleSleepActionAllowZero: a sleep of 0 seconds is refused before (KEP-4818). */
  sleepOfZero: 33,
  /** `v1` of ValidatingAdmissionPolicy (KEP-3488). */
  validatingPolicies: 30,
  /** `v1` of MutatingAdmissionPolicy (KEP-3962). */
  mutatingPolicies: 36,
  /** MaxUnavailableStatefulSet; off in 1.35 and 1.36, where the controller replaces one Pod at a time (KEP-961). */
  statefulSetMaxUnavailable: 37,
} as const;

export type VersionFact = keyof typeof factsSince;

/** What manifests are evaluated for where nobody names a version, and clusters whose version cannot be read. */
export const assumedKubernetes = "1.36";

export interface KubernetesVersion {
  readonly major: number;
  readonly minor: number;
}

/** Of `1.36`, `v1.36.3` or `v1.36.3-eks-…`. */
export function parseKubernetesVersion(text: string): KubernetesVersion | undefined {
  const [, major, minor] = /^v?(\d{1,4})\.(\d{1,4})(?![\d])/.exec(text) ?? [];
  return major === undefined || minor === undefined ? undefined : { major: Number(major), minor: Number(minor) };
}

export function versionHas(fact: VersionFact, version: string | undefined): boolean {
  const { major, minor } = knownVersion(version);
  return major > 1 || (major === 1 && minor >= factsSince[fact]);
}

export const knownVersion = (version: string | undefined): KubernetesVersion =>
  parseKubernetesVersion(version ?? "") ?? parseKubernetesVersion(assumedKubernetes) ?? { major: 1, minor: 0 };

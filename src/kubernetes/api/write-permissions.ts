/** One rule of a Role or ClusterRole. */
export interface WritePermission {
  /** Of a ClusterRole where it is "cluster", else of a Role in Outlive's own namespace. */
  readonly scope: "cluster" | "own-namespace";
  /** Empty for the core group. */
  readonly group: string;
  readonly resource: string;
  /** Undefined where RBAC cannot go by name: what is created has none yet (Kubernetes 1.36). */
  readonly resourceNames: readonly string[] | undefined;
  readonly verbs: readonly string[];
}

export interface WrittenNames {
  readonly secretName: string;
  readonly leaseName: string;
  readonly webhookConfigurations: { readonly mutating: readonly string[]; readonly validating: readonly string[] };
}

/** All that Outlive needs beyond reading in order to keep its own certificates (`tls.mode: self`): its roles need this and no more. */
export const selfCertificatePermissions = (names: WrittenNames): readonly WritePermission[] => [
  ...ownObject("", "secrets", names.secretName),
  ...ownObject("coordination.k8s.io", "leases", names.leaseName),
  ...(["mutating", "validating"] as const)
    .filter((which) => names.webhookConfigurations[which].length > 0)
    .map((which) => ({
      scope: "cluster" as const,
      group: "admissionregistration.k8s.io",
      resource: `${which}webhookconfigurations`,
      resourceNames: names.webhookConfigurations[which],
      verbs: ["get", "patch"],
    })),
];

const ownObject = (group: string, resource: string, name: string): readonly WritePermission[] => [
  { scope: "own-namespace", group, resource, resourceNames: [name], verbs: ["get", "update"] },
  { scope: "own-namespace", group, resource, resourceNames: undefined, verbs: ["create"] },
];

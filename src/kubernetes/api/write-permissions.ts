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

/** What the continuous audit and restarts need beyond reading, each where it is switched on: their roles need this and no more. */
export const backgroundPermissions = (on: {
  readonly reports: boolean;
  readonly events: boolean;
  readonly restart: boolean;
}): readonly WritePermission[] => [
  ...(on.reports
    ? [anywhere("openreports.io", "reports", reportVerbs), anywhere("wgpolicyk8s.io", "policyreports", reportVerbs)]
    : []),
  ...(on.events ? [anywhere("events.k8s.io", "events", ["create"])] : []),
  ...(on.restart
    ? [
        anywhere("apps", "deployments", ["patch"]),
        anywhere("apps", "statefulsets", ["patch"]),
        anywhere("apps", "daemonsets", ["patch"]),
        anywhere("argoproj.io", "rollouts", ["patch"]),
      ]
    : []),
];

const reportVerbs = ["get", "list", "create", "update", "delete"] as const;

const anywhere = (group: string, resource: string, verbs: readonly string[]): WritePermission => ({
  scope: "cluster",
  group,
  resource,
  resourceNames: undefined,
  verbs,
});

const ownObject = (group: string, resource: string, name: string): readonly WritePermission[] => [
  { scope: "own-namespace", group, resource, resourceNames: [name], verbs: ["get", "update"] },
  { scope: "own-namespace", group, resource, resourceNames: undefined, verbs: ["create"] },
];

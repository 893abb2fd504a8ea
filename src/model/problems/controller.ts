/** What can be wrong with the AWS Load Balancer Controller in the cluster. Said once for each controller, never on a workload. */
export const controllerProblemSeverities = {
  "controllers-several": "warning",
  /** The configuration of Outlive and an argument of the controller differ; the configuration is used. */
  "controller-flag-differs": "warning",
  /** An argument that the controller ends at. */
  "controller-flag-refused": "error",
  /** What Outlive knows of the controller was proven on another version, or the version is not known. */
  "controller-version-unproven": "warning",
  "controller-single-replica": "warning",
  "controller-budget-missing": "warning",
  "controller-leader-election-off": "warning",
  /** Namespaces rely on its gates, and its webhook lets Pods in without them when it cannot be reached. */
  "controller-gates-optional": "warning",
  /** Namespaces rely on its gates, and it injects none. */
  "controller-gates-off": "warning",
} as const satisfies Readonly<Record<string, "error" | "warning">>;

export type ControllerProblemId = keyof typeof controllerProblemSeverities;

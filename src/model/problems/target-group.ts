/** What can be wrong with the settings of a target group, whichever object they stand in, and how bad it is. */
export const targetGroupProblemSeverities = {
  /** The `key=value,…` text is refused. */
  "attributes-unparsable": "error",
  /** Controllers before v2.14.1 read the text otherwise, or refuse it. */
  "attributes-not-portable": "warning",
  /** No whole number from 0 to 3600, which is found out only when AWS refuses it. */
  "deregistration-delay-invalid": "error",
  /** Outside of what AWS accepts for this key. */
  "attribute-value-invalid": "error",
  /** Differs from a key that AWS knows in upper and lower case only. */
  "attribute-key-wrong-case": "warning",
  "integer-unparsable": "error",
  "boolean-unparsable": "error",
  /** An annotation of Outlive's own that is neither whole seconds nor a Go duration. */
  "duration-unparsable": "error",
  "target-type-unknown": "error",
  /** `ip` while the controller's feature gate EnableIPTargetType is off. */
  "target-type-ip-disabled": "error",
  "health-check-value-invalid": "error",
  /** An ExternalName Service has no endpoints: the target group stays empty. */
  "backend-external-name": "warning",
  /** Fargate nodes are never registered. */
  "fargate-with-instance-targets": "warning",
  "service-missing": "error",
  "service-port-missing": "error",
  /** Instance targets need a node port, which the Service has not. */
  "node-port-missing": "error",
  /** AWS reports another value than Kubernetes objects require. */
  "aws-differs": "warning",
  /** AWS reports a value that is not its default, and nothing in Kubernetes requires it. */
  "aws-value-kept": "warning",
  /** AWS knows no target group of this ARN. */
  "aws-target-group-missing": "warning",
} as const satisfies Readonly<Record<string, "error" | "warning">>;

export type TargetGroupProblemId = keyof typeof targetGroupProblemSeverities;

/** What can be wrong with a TargetGroupBinding, and how bad it is. */
export const bindingProblemSeverities = {
  "binding-service-missing": "error",
  "binding-port-missing": "error",
  "binding-target-type-missing": "warning",
  "binding-target-group-missing": "error",
  /** Every Pod that it selects in a namespace labelled for gates is refused by the API server. */
  "binding-name-too-long": "error",
  "binding-node-selector-with-ip": "error",
  /** Its labels name an object that is not there, or that requires no such target group. */
  "binding-origin-missing": "warning",
  /** Several objects of its group may be its origin; the longest delay is taken. */
  "binding-origin-ambiguous": "warning",
  /** User-made: nothing in Kubernetes says its delay, 300 is taken. */
  "binding-delay-assumed": "warning",
  /** User-made: AWS reports its default of 300 s, which nobody need have chosen. */
  "binding-delay-default": "warning",
} as const satisfies Readonly<Record<string, "error" | "warning">>;

export type BindingProblemId = keyof typeof bindingProblemSeverities;

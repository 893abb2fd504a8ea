/** `metav1.LabelSelector`. Nothing in it selects everything. */
export interface LabelSelector {
  readonly matchLabels: Readonly<Record<string, string>>;
  readonly matchExpressions: readonly LabelRequirement[];
}

export interface LabelRequirement {
  readonly key: string;
  /** `In`, `NotIn`, `Exists` or `DoesNotExist`; the API server refuses anything else, so anything else selects nothing. */
  readonly operator: string;
  readonly values: readonly string[];
}

/** One requirement on a label of a node, as node affinity and Karpenter write it. */
export interface NodeRequirement {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
}

export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

export interface Toleration {
  /** Empty with operator Exists: every taint. */
  readonly key: string;
  readonly operator: string;
  readonly value: string;
  /** Empty: every effect. */
  readonly effect: string;
}

/** Where a Pod may run, as far as it says so itself. Preferences bind nobody and are not among it. */
export interface Placement {
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** Required node affinity: one of the terms has to hold, each in all of its requirements. Empty: no such affinity. */
  readonly terms: readonly (readonly NodeRequirement[])[];
  readonly tolerations: readonly Toleration[];
}

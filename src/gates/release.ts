const gatedKinds = ["Deployment", "DaemonSet", "Rollout"] as const;

export type GatedKind = (typeof gatedKinds)[number];

export const isGatedKind = (kind: string): kind is GatedKind => gatedKinds.some((each) => each === kind);

/** The workload whose new revision is about to take the traffic. */
export interface Release {
  readonly kind: GatedKind;
  readonly namespace: string;
  readonly name: string;
}

import type { AwsOptions } from "#cli/aws/aws-options.ts";

import type { ClusterOptions } from "#cli/cluster/cluster-options.ts";
import type { LabelSelector } from "#model/kubernetes/label-selector.ts";

export const explainFormats = ["text", "json", "svg", "html"] as const;

export interface ExplainOptions extends AwsOptions, ClusterOptions {
  readonly namespace?: string | undefined;
  /** Files and folders; undefined for a cluster. */
  readonly filename?: readonly string[] | undefined;
  readonly output: (typeof explainFormats)[number];
  readonly all?: boolean;
  /** Requests a second. */
  readonly rate?: number;
  readonly allNamespaces?: boolean;
  readonly selector?: LabelSelector;
  readonly clusterName?: string;
  readonly kubernetesVersion?: string;
  readonly config?: string;
}

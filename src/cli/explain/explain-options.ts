import type { AwsOptions } from "#cli/aws/aws-options.ts";

export const explainFormats = ["text", "json", "svg", "html"] as const;

export interface ExplainOptions extends AwsOptions {
  readonly namespace?: string;
  /** Files and folders; undefined for a cluster. */
  readonly filename?: readonly string[] | undefined;
  readonly output: (typeof explainFormats)[number];
  readonly all?: boolean;
  /** Requests a second. */
  readonly rate?: number;
  readonly clusterName?: string;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly config?: string;
}

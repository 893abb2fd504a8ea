import type { AwsOptions } from "#cli/aws/aws-options.ts";
import type { ClusterOptions } from "#cli/cluster/cluster-options.ts";
import type { BaselineOptions } from "./baseline-file.ts";
import type { FixTarget } from "./fix-option.ts";

export const checkFormats = ["table", "json", "sarif", "junit", "github"] as const;

export const failLevels = ["error", "warning", "never"] as const;

export interface CheckOptions extends AwsOptions, BaselineOptions, ClusterOptions {
  readonly output: (typeof checkFormats)[number];
  readonly failOn: (typeof failLevels)[number];
  readonly fix?: FixTarget;
  readonly config?: string;
  readonly policy?: string;
  readonly clusterName?: string;
  readonly kubernetesVersion?: string;
  readonly namespace?: string;
  readonly quiet?: boolean;
  readonly exclude?: readonly string[];
  readonly helm?: boolean;
  readonly kustomize?: boolean;
  readonly cluster?: boolean;
}

import type { AwsOptions } from "#cli/aws/aws-options.ts";
import type { FixTarget } from "./fix-option.ts";

export const checkFormats = ["table", "json", "sarif", "junit", "github"] as const;

export const failLevels = ["error", "warning", "never"] as const;

export interface CheckOptions extends AwsOptions {
  readonly output: (typeof checkFormats)[number];
  readonly failOn: (typeof failLevels)[number];
  readonly fix?: FixTarget;
  readonly config?: string;
  readonly policy?: string;
  readonly clusterName?: string;
  readonly namespace?: string;
  readonly quiet?: boolean;
}

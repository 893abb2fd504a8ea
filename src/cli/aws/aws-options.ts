import { type Command, InvalidArgumentError } from "commander";

/** Of the commands that decide: what AWS reports is requested only where `--aws` asks for it. */
export interface AwsOptions {
  readonly aws?: boolean;
  readonly awsRegion?: string;
  readonly awsEndpoint?: string;
}

export const addAwsOptions = (command: Command): Command =>
  command
    .option("--aws", "read attributes of the target groups in TargetGroupBindings from AWS (read-only, with your credentials)")
    .option("--aws-region <region>", "with --aws: only target groups of this region (overrides aws.region)")
    .option("--aws-endpoint <url>", "with --aws: URL of a VPC endpoint or a simulator (overrides aws.endpoint)", endpointUrl);

export function endpointUrl(text: string): string {
  if (!/^https?:\/\/[A-Za-z0-9.:[\]-]{1,253}\/?$/.test(text)) throw new InvalidArgumentError("expected a URL without a path");
  return text;
}

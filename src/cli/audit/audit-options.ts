import { type Command, InvalidArgumentError, Option } from "commander";
import { type AwsOptions, addAwsOptions } from "#cli/aws/aws-options.ts";
import { type BaselineOptions, withBaselineOptions } from "#cli/check/baseline-file.ts";
import { failLevels } from "#cli/check/check-options.ts";
import { appended, type ClusterOptions, withClusterOptions } from "#cli/cluster/cluster-options.ts";
import { parseLabelSelector } from "#kubernetes/objects/parse-label-selector.ts";
import { type FindingId, isFindingId } from "#model/findings/finding-id.ts";
import type { LabelSelector } from "#model/kubernetes/label-selector.ts";

export const auditFormats = ["table", "json", "html", "sarif", "junit"] as const;

export interface AuditOptions extends AwsOptions, ClusterOptions, BaselineOptions {
  readonly namespace?: string;
  readonly allNamespaces?: boolean;
  readonly selector?: LabelSelector;
  readonly rule?: readonly FindingId[];
  readonly exclude?: readonly string[];
  readonly everywhere?: boolean;
  readonly ownerLabel?: readonly string[];
  readonly rate: number;
  readonly output: (typeof auditFormats)[number];
  readonly open?: boolean;
  readonly failOn: (typeof failLevels)[number];
  readonly watch?: boolean;
  readonly quiet?: boolean;
  readonly clusterName?: string;
  readonly config?: string;
}

/** Requests a second at each workload where nobody says: so that losses can be compared, not believed. */
const defaultRate = 100;

export function withAuditOptions(command: Command): Command {
  command
    .option("-n, --namespace <name>", "limit the report to one namespace")
    .option("-A, --all-namespaces", "all namespaces, which is the default; overrides -n")
    .option("-l, --selector <labels>", "only workloads with these labels, as kubectl takes them", labelSelector)
    .option("--rule <id>", "only findings of this rule (repeatable)", ruleId)
    .option("--exclude <pattern>", "leave out namespaces, or namespace/kind/name, that match (repeatable)", appended)
    .option("--everywhere", "include namespaces that no label puts in scope, as if they were in audit mode")
    .option("--owner-label <key>", "label of workloads or namespaces that names an owner (repeatable)", appended)
    .option("--rate <number>", "requests per second at each workload, to compare what roll-outs lose", rate, defaultRate)
    .addOption(new Option("-o, --output <format>", "output format").choices(auditFormats).default("table"))
    .option("--open", "write the page of -o html into a temporary file and open it in a browser")
    .addOption(
      new Option("--fail-on <severity>", "lowest severity that results in exit code 1").choices(failLevels).default("error"),
    )
    .option("-w, --watch", "stay, and print the report again whenever it changes")
    .option("-q, --quiet", "print the report only")
    .option("--cluster-name <name>", "--cluster-name of the AWS Load Balancer Controller, used to predict target group names")
    .option("--config <file>", "configuration file, in place of that of the release in the cluster");
  return withClusterOptions(addAwsOptions(withBaselineOptions(command)));
}

export function labelSelector(text: string): LabelSelector {
  const read = parseLabelSelector(text);
  if (!read.ok) throw new InvalidArgumentError(read.message);
  return read.selector;
}

export function ruleId(text: string, before: readonly FindingId[] | undefined): readonly FindingId[] {
  if (!isFindingId(text)) throw new InvalidArgumentError("outlive rules lists the ids of all rules.");
  return [...(before ?? []), text];
}

export function rate(text: string): number {
  const number = Number(text);
  if (!/^\d{1,9}(\.\d{1,3})?$/.test(text) || number === 0)
    throw new InvalidArgumentError("It is not a number of requests a second above 0.");
  return number;
}

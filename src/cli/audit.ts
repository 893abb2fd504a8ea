import { Command, Option } from "commander";
import { audit } from "#audit/audit.ts";
import { auditJson } from "#audit/audit-json.ts";
import { auditSummary } from "#audit/audit-summary.ts";
import { auditText } from "#audit/audit-text.ts";
import { topLevelWorkloads } from "#explain/explanation-subjects.ts";
import { wantedArns } from "#load-balancers/aws/wanted-arns.ts";
import { jsonText, printable } from "#wording/printable.ts";
import { type AwsOptions, addAwsOptions } from "./aws/aws-options.ts";
import { readCommandFacts } from "./aws/command-facts.ts";
import { loadConfiguration } from "./configuration-file.ts";
import { exitCodes } from "./exit-codes.ts";
import { readExplainSource } from "./explain/explain-source.ts";
import { type CommandIo, wantsColor, widthOf } from "./io.ts";

interface AuditOptions extends AwsOptions {
  readonly namespace?: string;
  readonly output: "table" | "json";
  readonly failOn: "error" | "warning" | "never";
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly config?: string;
  readonly clusterName?: string;
}

export const auditCommand = (io: CommandIo): Command =>
  addAwsOptions(
    new Command("audit")
      .description("report on the whole cluster: workloads in scope, Pods to restart, skipped workloads with reasons")
      .option("-n, --namespace <name>", "limit the report to one namespace")
      .addOption(new Option("-o, --output <format>", "output format").choices(["table", "json"]).default("table"))
      .addOption(
        new Option("--fail-on <severity>", "lowest severity that results in exit code 1")
          .choices(["error", "warning", "never"])
          .default("error"),
      )
      .option("--cluster-name <name>", "--cluster-name of the AWS Load Balancer Controller, used to predict target group names")
      .option("--kubeconfig <file>", "kubeconfig file (default: KUBECONFIG, then ~/.kube/config)")
      .option("--context <name>", "kubeconfig context")
      .option("--config <file>", "configuration file of the webhook: policies, scope, controller flags"),
  ).action((options: AuditOptions) => runAudit(options, io));

const tellEvery = 500;

async function runAudit(options: AuditOptions, io: CommandIo): Promise<void> {
  const { settings, flags, aws: awsSettings } = loadConfiguration(options.config);
  const { namespace, clusterName } = options;
  const source = await readExplainSource(undefined, { ...options, filename: undefined }, flags, io);
  const { awsFacts, remarks } = await readCommandFacts(
    () => wantedArns(source.view, (each) => namespace === undefined || each === namespace),
    options,
    awsSettings,
    { onProgress: (line) => io.stderr.write(`${line}\n`) },
  );
  for (const line of [...source.remarks, ...remarks]) io.stderr.write(`${printable(line)}\n`);
  const workloads = topLevelWorkloads(source, namespace);
  const onProgress = (done: number): void => {
    if (done % tellEvery === 0) io.stderr.write(`${done} of ${workloads.length} workloads\n`);
  };
  const report = audit(
    workloads,
    { view: source.view, settings, flags: clusterName === undefined ? flags : { ...flags, clusterName }, awsFacts },
    onProgress,
  );
  const text =
    options.output === "json"
      ? jsonText(auditJson(report), 2)
      : auditText(report, { width: widthOf(io.stdout), color: wantsColor(io) });
  io.stdout.write(`${text}\n`);
  const { errors, warnings } = auditSummary(report);
  const counted = { error: errors, warning: errors + warnings, never: 0 }[options.failOn];
  process.exitCode = counted > 0 ? exitCodes.findings : exitCodes.clean;
}

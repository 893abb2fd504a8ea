import { Command, Option } from "commander";
import { loadElbApi } from "#aws/api/load-api.ts";
import { endpointUrl } from "#cli/aws/aws-options.ts";
import { CommandError, exitCodes } from "#cli/exit-codes.ts";
import { type CommandIo, wantsColor, widthOf } from "#cli/io.ts";
import { systemClock } from "#clock/clock.ts";
import { systemResolve } from "#http-load/addresses.ts";
import { loadDefaults, loadLimits } from "#probe/load/load-plan.ts";
import { probeHtml } from "#probe/report/probe-html.ts";
import type { ProbeReport } from "#probe/report/probe-report.ts";
import { answerText, probeText } from "#probe/report/probe-text.ts";
import { jsonText } from "#wording/printable.ts";
import { readProbeArguments } from "./probe-arguments.ts";
import { type ProbeOptions, probeFormats } from "./probe-options.ts";
import { type ProbeTools, runProbe } from "./run-probe.ts";

const systemTools = (): ProbeTools => ({
  clock: systemClock,
  random: Math.random,
  signals: process,
  resolve: systemResolve,
  loadElbApi,
});

export const probeCommand = (io: CommandIo, tools: () => ProbeTools = systemTools): Command =>
  new Command("probe")
    .description("send a steady, limited load to one URL while Pods come and go, and find the cause of every failed request")
    .argument("[url]", "where all requests go: http:// or https://")
    .argument("[kind/name]", "workload whose Pods are recorded, named as in kubectl: deploy/shop")
    .option("--rate <number>", `requests a second over all addresses, at most ${loadLimits.rate}`, String(loadDefaults.rate))
    .option("--duration <duration>", "how long, at most 1h; 24h with --no-load", `${loadDefaults.durationSeconds}s`)
    .option(
      "--connections <number>",
      `requests under way at one time, at most ${loadLimits.connections}`,
      String(loadDefaults.connections),
    )
    .option("--timeout <duration>", "longest wait for a whole response", `${loadDefaults.timeoutSeconds}s`)
    .addOption(new Option("--method <method>", "method of the requests").choices(["GET", "HEAD"]).default("GET"))
    .option("--header <line>", 'header of the requests, "Name: value"; may be repeated', appended)
    .option("--ca-file <file>", "certificates in PEM to trust besides the usual ones")
    .option("--accept <statuses>", "statuses that count as a success", "200-399")
    .option("--pod-header <name>", "response header in which the application names its Pod")
    .option("--min-success <percent>", "exit with 1 if fewer requests succeed, such as 99.99")
    .option("--no-load", "send nothing; record Pods for trace --events")
    .option("--record <file>", "write a recording that trace --events reads")
    .option("-n, --namespace <name>", "namespace of the Pods (default: that of the context)")
    .option("-l, --selector <labels>", "labels of the Pods, as kubectl takes them")
    .option("--kubeconfig <file>", "kubeconfig file of the cluster to record (default: KUBECONFIG, then ~/.kube/config)")
    .option("--context <name>", "context of the kubeconfig")
    .option(
      "--target-group <arn>",
      "record the health of its targets from AWS (read-only, your credentials); may be repeated",
      appended,
    )
    .option("--aws-endpoint <url>", "with --target-group: URL of a VPC endpoint or a simulator", endpointUrl)
    .option("--config <file>", "configuration file of the webhook: policies and their numbers")
    .addOption(new Option("-o, --output <format>", "output format").choices(probeFormats).default("text"))
    .option("-q, --quiet", "no progress")
    .action((url: string | undefined, workload: string | undefined, options: ProbeOptions) =>
      probe(
        [url, workload].filter((operand) => operand !== undefined),
        options,
        io,
        tools(),
      ),
    );

const appended = (line: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), line];

/** @throws CommandError for everything that ends the command with another exit code than 0 */
async function probe(operands: readonly string[], options: ProbeOptions, io: CommandIo, tools: ProbeTools): Promise<void> {
  const given = readProbeArguments(operands, options);
  const report = await runProbe(given, options, io, tools);
  io.stdout.write(`${rendered(report, options, io)}\n`);
  const { load } = report;
  if (!report.complete) throw new CommandError(report.problems[0] ?? "the recording is not complete", exitCodes.unreadable);
  if (load?.requests === 0) throw new CommandError("no request was completed", exitCodes.unreadable);
  if (load?.passed === false) throw new CommandError(answerText(load), exitCodes.findings);
}

function rendered(report: ProbeReport, { output }: ProbeOptions, io: CommandIo): string {
  switch (output) {
    case "text":
      return probeText(report, { width: widthOf(io.stdout), color: wantsColor(io) });
    case "json":
      return jsonText(report, 2);
    case "html":
      return probeHtml(report).trimEnd();
  }
}

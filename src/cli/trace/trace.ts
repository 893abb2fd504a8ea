import { writeFile } from "node:fs/promises";
import { Command, Option } from "commander";
import { loadConfiguration } from "#cli/configuration-file.ts";
import { CommandError, exitCodes } from "#cli/exit-codes.ts";
import { readExplainSource } from "#cli/explain/explain-source.ts";
import { type CommandIo, wantsColor, widthOf } from "#cli/io.ts";
import { topLevelWorkloads } from "#explain/explanation-subjects.ts";
import { noEvents, readEvents } from "#log-files/read-events.ts";
import { readLogs } from "#log-files/read-logs.ts";
import { ShownTexts } from "#trace/logs/shown-texts.ts";
import { traceHtml } from "#trace/pictures/trace-html.ts";
import { traceSvg } from "#trace/pictures/trace-svg.ts";
import { athenaSql, queryDialects } from "#trace/query-results/athena-sql.ts";
import { remediable } from "#trace/report/exit.ts";
import { measuredPropagation, parametersYaml } from "#trace/report/measured-parameters.ts";
import type { TraceReport } from "#trace/report/report.ts";
import { traceText } from "#trace/report/trace-text.ts";
import { traceReport } from "#trace/trace.ts";
import { jsonText, printable } from "#wording/printable.ts";
import { assumedGroup, type KnownGroup, knownGroups } from "./known-groups.ts";
import { readTraceArguments, type TraceArguments } from "./trace-arguments.ts";
import { failOnChoices, showChoices, shownOf, type TraceOptions, traceFormats } from "./trace-options.ts";
import { traceProgress } from "./trace-progress.ts";

export const traceCommand = (io: CommandIo): Command =>
  new Command("trace")
    .description("find the cause of every failed request in access logs of a load balancer, and measure propagation")
    .argument("[path...]", "files and folders of ALB access logs, plain or gzip; - is standard input")
    .option(
      "--events <path>",
      "file or folder of events: audit log, controller log, CloudTrail, target health, metrics, recording; may be repeated",
      appended,
    )
    .option("--since <time>", "first arrival to look at, such as 2026-11-26T09:30:00Z; without a zone UTC")
    .option("--until <time>", "last arrival to look at")
    .option("--shift-events <duration>", "add this to the times of events, such as -8h, where a local time was written as UTC")
    .option("-f, --filename <path>", "manifests of the workloads behind the load balancer, may be repeated", appended)
    .option("-n, --namespace <name>", "only workloads of this namespace")
    .option("--kubeconfig <file>", "cluster to read the workloads from")
    .option("--context <name>", "context of the kubeconfig to read the workloads from")
    .option("--cluster-name <name>", "--cluster-name of the AWS Load Balancer Controller, to predict target group names")
    .option("--config <file>", "configuration file of the webhook: policies and their numbers")
    .option("--deregistration-delay <duration>", "of the target groups, where no manifest says it")
    .option("--idle-timeout <duration>", "of the load balancer, where no manifest says it")
    .option("--keep-alive <duration>", "how long the application keeps idle connections, where no annotation says it")
    .addOption(new Option("-o, --output <format>", "output format").choices(traceFormats).default("text"))
    .option("--write-parameters <file>", "write the measured propagation as a configuration snippet")
    .addOption(
      new Option("--fail-on <confidence>", "exit with 1 for losses that a setting remedies, if at least this certain")
        .choices(failOnChoices)
        .default("likely"),
    )
    .addOption(
      new Option("--show <what>", "also show what is private: paths of requests with ids as *, addresses of clients").choices(
        showChoices,
      ),
    )
    .addOption(
      new Option("--print-sql <engine>", "print the queries whose results can be read instead of logs, and end").choices(
        queryDialects,
      ),
    )
    .option("-q, --quiet", "no progress on the terminal")
    .action((paths: readonly string[], options: TraceOptions) => runTrace(paths, options, io));

const appended = (path: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), path];

/** @throws CommandError for everything that ends the command with another exit code than 0 */
async function runTrace(paths: readonly string[], options: TraceOptions, io: CommandIo): Promise<void> {
  const given = readTraceArguments(options);
  if (options.printSql !== undefined) {
    io.stdout.write(`${athenaSql(given.window)}\n`);
    return;
  }
  if (paths.length === 0) throw new CommandError("name the files or folders of the logs", exitCodes.wrongUsage);
  if (paths.includes("-") && options.events?.includes("-") === true) {
    throw new CommandError("only one of the logs and the events can be standard input (-)", exitCodes.wrongUsage);
  }
  const groupOf = await readGroups(options, given, io);
  const events = options.events === undefined ? noEvents : await readEvents(options.events, io.stdin, given.shiftMs);
  const progress = traceProgress(io.stderr, options.quiet ?? false);
  const read = await readLogs({
    paths,
    stdin: io.stdin,
    lives: events.lives,
    window: given.window,
    shown: new ShownTexts(shownOf(options.show)),
    onProgress: progress.onProgress,
  });
  progress.done();
  const report = traceReport({
    log: read.log,
    lives: events.lives,
    points: events.points,
    factsOf: (group) => groupOf(group).facts,
    policiesOf: (group) => groupOf(group).policies,
    sources: [...read.sources, ...events.sources],
    problems: [...read.problems, ...events.problems],
  });
  if (read.rows === 0) {
    throw new CommandError(["no line of a load balancer's log was found", ...report.problems].join("\n"), exitCodes.unreadable);
  }
  io.stdout.write(`${rendered(report, options, io)}\n`);
  if (options.writeParameters !== undefined) await writeParameters(report, options.writeParameters, options, io);
  const found = options.failOn === "never" ? 0 : remediable(report, options.failOn);
  if (found > 0) throw new CommandError(`${found} requests were lost to causes that a setting remedies`, exitCodes.findings);
}

/** Manifests or a cluster are read only if requested. */
async function readGroups(options: TraceOptions, given: TraceArguments, io: CommandIo): Promise<(group: string) => KnownGroup> {
  const { settings, flags } = loadConfiguration(options.config);
  const [policy] = settings.policies;
  const assumed = assumedGroup(given, settings.policies, policy?.parameters ?? neverEmpty());
  if (options.filename === undefined && options.context === undefined && options.kubeconfig === undefined) return () => assumed;
  const source = await readExplainSource(undefined, options, flags, io);
  for (const line of source.remarks) io.stderr.write(`${printable(line)}\n`);
  const context = {
    view: source.view,
    settings,
    flags: options.clusterName === undefined ? flags : { ...flags, clusterName: options.clusterName },
  };
  const known = knownGroups(topLevelWorkloads(source, options.namespace), context, given);
  return (group) => known.get(group) ?? assumed;
}

function neverEmpty(): never {
  throw new Error("a configuration has at least the built-in policies");
}

function rendered(report: TraceReport, { output }: TraceOptions, io: CommandIo): string {
  switch (output) {
    case "text":
      return traceText(report, { width: widthOf(io.stdout), color: wantsColor(io) });
    case "json":
      return jsonText(report, 2);
    case "html":
      return traceHtml(report).trimEnd();
    case "svg": {
      const picture = traceSvg(report);
      if (picture === undefined)
        throw new CommandError("no target ended and none lost a request: there is nothing to draw", exitCodes.clean);
      return picture;
    }
  }
}

async function writeParameters(report: TraceReport, file: string, { config }: TraceOptions, io: CommandIo): Promise<void> {
  const [policy] = loadConfiguration(config).settings.policies;
  const measured = policy === undefined ? undefined : measuredPropagation(report, policy.parameters.propagation.albIp);
  if (measured === undefined) {
    io.stderr.write("no parameters were written: propagation could not be measured\n");
    return;
  }
  await writeFile(file, parametersYaml(measured));
}

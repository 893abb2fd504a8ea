import { type Command, Option } from "commander";
import { completeManifests } from "#assessment/complete-manifests.ts";
import { type Checked, check } from "#check/check.ts";
import { checkGithub } from "#check/check-github.ts";
import { checkJson } from "#check/check-json.ts";
import { checkJunit } from "#check/check-junit.ts";
import { checkSarif } from "#check/check-sarif.ts";
import { checkTable, fileName } from "#check/check-table.ts";
import { addAwsOptions } from "#cli/aws/aws-options.ts";
import { readCommandFacts } from "#cli/aws/command-facts.ts";
import { loadConfiguration } from "#cli/configuration-file.ts";
import { CommandError, type ExitCode, exitCodes } from "#cli/exit-codes.ts";
import { type CommandIo, processIo, wantsColor, widthOf } from "#cli/io.ts";
import { keepYoungHeapSmall } from "#cli/small-heap.ts";
import { version } from "#cli/version.ts";
import { wantedArns } from "#load-balancers/aws/wanted-arns.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import type { Manifests } from "#manifests/manifest-collection.ts";
import { readManifests } from "#manifests/manifest-view.ts";
import type { ManifestProblem } from "#manifests/read/manifest-document.ts";
import type { Severity } from "#model/findings/finding.ts";
import type { CheckReport, InputDiagnostic, ManifestFix } from "#model/reports/check-report.ts";
import type { Configuration } from "#settings/read-settings.ts";
import { assumptionText } from "#wording/assumption-text.ts";
import { jsonText, printable } from "#wording/printable.ts";
import { writeFixes } from "./check-fix.ts";
import { type CheckOptions, checkFormats, failLevels } from "./check-options.ts";
import { progressOn } from "./check-progress.ts";
import { CommandWithFix, fixOption } from "./fix-option.ts";

const setExitCode = (code: ExitCode): void => {
  process.exitCode = code;
};

export const checkCommand = (io: CommandIo = processIo(), end: (code: ExitCode) => void = setExitCode): Command =>
  addAwsOptions(
    new CommandWithFix("check")
      .description("check manifests before you apply them: every workload with the routes in front of it, and every route")
      .argument("<path...>", "files and folders with YAML or JSON; - for standard input")
      .addOption(new Option("-o, --output <format>", "output format").choices(checkFormats).default("table"))
      .addOption(
        new Option("--fail-on <severity>", "lowest severity that results in exit code 1").choices(failLevels).default("error"),
      )
      .addOption(fixOption)
      .option("--config <file>", "configuration file of the webhook: policies, controller flags")
      .option("--policy <name>", "policy for workloads whose annotations and Namespace set none")
      .option("-n, --namespace <name>", "namespace for objects that set none")
      .option("--cluster-name <name>", "--cluster-name of the AWS Load Balancer Controller, used to predict target group names")
      .option("-q, --quiet", "print findings only"),
  ).action(async (paths: readonly string[], options: CheckOptions) => end(await runCheck(paths, options, io)));

/** @throws CommandError for wrong usage */
async function runCheck(paths: readonly string[], options: CheckOptions, io: CommandIo): Promise<ExitCode> {
  if (options.fix !== undefined && paths.includes("-"))
    throw new CommandError("--fix cannot be used with standard input (-)", exitCodes.wrongUsage);
  const configuration = chosenConfiguration(options);
  const quiet = options.quiet === true;
  let found = await readAndCheck(paths, options, configuration, io);
  const messages: string[] = [...found.notes];
  const failed: InputDiagnostic[] = [];
  for (const fix of fixesFor(options)) {
    const fixes = fix(found.checked);
    if (fixes.length === 0) continue;
    const fixed = await writeFixes(fixes);
    found = await readAndCheck(paths, { ...options, quiet: true }, configuration, io);
    messages.push(...fixed.changes);
    failed.push(...fixed.failed);
  }
  const report = { ...found.checked, unreadable: [...found.unreadable, ...failed] };
  if (!quiet) for (const line of messages) io.stderr.write(`${printable(line)}\n`);
  for (const remark of report.unreadable) io.stderr.write(`${printable(printDiagnostic(remark))}\n`);
  const text = rendered(report, options, io);
  if (text !== "") io.stdout.write(`${text}\n`);
  if (report.unreadable.length > 0) return exitCodes.unreadable;
  return report.findings.some(({ finding }) => failing(options).has(finding.severity)) ? exitCodes.findings : exitCodes.clean;
}

/** Routes before workloads, whose timings follow from the delays. */
function fixesFor({ fix }: CheckOptions): readonly ((checked: Checked) => readonly ManifestFix[])[] {
  const routes = ({ fixes }: Checked): readonly ManifestFix[] => fixes.routes;
  const workloads = ({ fixes }: Checked): readonly ManifestFix[] => fixes.workloads;
  if (fix === undefined) return [];
  switch (fix) {
    case "workloads":
      return [workloads];
    case "routes":
      return [routes];
    case "all":
      return [routes, workloads];
  }
}

function chosenConfiguration({ config, policy, clusterName }: CheckOptions): Chosen {
  const { settings, flags, aws } = loadConfiguration(config);
  const names = settings.policies.map(({ name }) => name);
  if (policy !== undefined && !names.includes(policy))
    throw new CommandError(`unknown policy "${policy}"; expected one of ${names.join(", ")}`, exitCodes.wrongUsage);
  return {
    settings: policy === undefined ? settings : { ...settings, defaultPolicy: policy },
    flags: clusterName === undefined ? flags : { ...flags, clusterName },
    aws,
  };
}

type Chosen = Pick<Configuration, "settings" | "flags" | "aws">;

interface Found {
  readonly checked: Checked;
  readonly unreadable: readonly InputDiagnostic[];
  readonly notes: readonly string[];
}

async function readAndCheck(
  paths: readonly string[],
  options: CheckOptions,
  { settings, flags, aws: awsSettings }: Chosen,
  io: CommandIo,
): Promise<Found> {
  const { namespace, quiet } = options;
  const progress = progressOn(io.stderr, quiet === true);
  progress.reading();
  keepYoungHeapSmall();
  const manifests = await readManifests(watchedKinds, paths, io.stdin, { namespace });
  const { view, assumptions } = completeManifests(manifests.view, flags);
  const { awsFacts, remarks } = await readCommandFacts(() => wantedArns(view), options, awsSettings, {
    onProgress: (line) => io.stderr.write(`${line}\n`),
  });
  const checked = check({ view, objects: manifests.objects }, { settings, flags, awsFacts }, progress.judged);
  progress.done();
  return {
    checked,
    unreadable: manifests.problems.filter(({ severity }) => severity === "error"),
    notes: [...notices(manifests), ...remarks, ...assumptions.map((assumption) => `note: ${assumptionText(assumption)}`)],
  };
}

const notices = ({ problems }: Manifests): readonly string[] =>
  problems.flatMap((problem) => (problem.severity === "notice" ? [`note: ${printDiagnostic(problem)}`] : []));

function printDiagnostic({ file, line, message }: Pick<ManifestProblem, "file" | "line" | "message">): string {
  return line === undefined ? message : `${fileName(file)}:${line}: ${message}`;
}

const failing = ({ failOn }: CheckOptions): ReadonlySet<Severity> =>
  new Set<Severity>(failOn === "never" ? [] : failOn === "warning" ? ["error", "warning"] : ["error"]);

function rendered(report: CheckReport, options: CheckOptions, io: CommandIo): string {
  switch (options.output) {
    case "table":
      return checkTable(report, { width: widthOf(io.stdout), color: wantsColor(io), quiet: options.quiet === true });
    case "json":
      return jsonText(checkJson(report), 2);
    case "sarif":
      return jsonText(checkSarif(report, version), 2);
    case "junit":
      return checkJunit(report, failing(options));
    case "github":
      return checkGithub(report);
  }
}

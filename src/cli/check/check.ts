import { type Command, Option } from "commander";
import { completeManifests } from "#assessment/complete-manifests.ts";
import { comparedWith } from "#check/baseline.ts";
import { type Checked, check } from "#check/check.ts";
import { checkGithub } from "#check/check-github.ts";
import { checkJson } from "#check/check-json.ts";
import { checkJunit } from "#check/check-junit.ts";
import { checkSarif } from "#check/check-sarif.ts";
import { checkTable, fileName } from "#check/check-table.ts";
import { addAwsOptions } from "#cli/aws/aws-options.ts";
import type { CommandFacts } from "#cli/aws/command-facts.ts";
import { appended, withClusterOptions } from "#cli/cluster/cluster-options.ts";
import { type ChosenConfiguration, fileConfiguration } from "#cli/cluster/file-configuration.ts";
import { kubernetesVersionOption } from "#cli/cluster/kubernetes-version-option.ts";
import { CommandError, type ExitCode, exitCodes } from "#cli/exit-codes.ts";
import { type CommandIo, print, processIo, rowsOf, wantsColor, widthOf } from "#cli/io.ts";
import { keepHeapSmall } from "#cli/small-heap.ts";
import { version } from "#cli/version.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { wantedArns } from "#load-balancers/aws/wanted-arns.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { readManifests } from "#manifests/manifest-view.ts";
import { ignoredIn } from "#manifests/read/ignored-paths.ts";
import type { ManifestProblem } from "#manifests/read/manifest-document.ts";
import type { Severity } from "#model/findings/finding.ts";
import type { CheckReport, InputDiagnostic, ManifestFix } from "#model/reports/check-report.ts";
import type { Configuration } from "#settings/read-settings.ts";
import { assumptionText } from "#wording/assumption-text.ts";
import { jsonText } from "#wording/printable.ts";
import { baselineNote, baselineOf, withBaselineOptions, writeBaselineFile } from "./baseline-file.ts";
import { writeFixes } from "./check-fix.ts";
import { noticeLines } from "./check-notes.ts";
import { type CheckOptions, checkFormats, failLevels } from "./check-options.ts";
import { progressOn } from "./check-progress.ts";
import { CommandWithFix, fixOption } from "./fix-option.ts";
import { renderers } from "./render-folder.ts";

const setExitCode = (code: ExitCode): void => {
  process.exitCode = code;
};

export const checkCommand = (io: CommandIo = processIo(), end: (code: ExitCode) => void = setExitCode): Command =>
  addAwsOptions(
    withClusterOptions(
      withBaselineOptions(new CommandWithFix("check"))
        .description("check manifests before you apply them: every workload with the routes in front of it, and every route")
        .argument("<path...>", "files and folders with YAML or JSON; - for standard input")
        .addOption(new Option("-o, --output <format>", "output format").choices(checkFormats).default("table"))
        .addOption(
          new Option("--fail-on <severity>", "lowest severity that results in exit code 1").choices(failLevels).default("error"),
        )
        .addOption(fixOption)
        .option("--exclude <pattern>", "leave out files and folders that match, as .outliveignore does (repeatable)", appended)
        .option("--helm", "render Helm charts with helm, which has to be on the PATH")
        .option("--kustomize", "build kustomizations with kustomize or kubectl")
        .addOption(kubernetesVersionOption("for which the manifests are meant"))
        .option("--config <file>", "configuration file of the webhook: policies, controller flags")
        .option("--cluster", "use the configuration of the release in the cluster")
        .option("--policy <name>", "policy for workloads whose annotations and Namespace set none")
        .option("-n, --namespace <name>", "namespace for objects that set none")
        .option("--cluster-name <name>", "--cluster-name of the AWS Load Balancer Controller, used to predict target group names")
        .option("-q, --quiet", "print findings only"),
    ),
  ).action(async (paths: readonly string[], options: CheckOptions) => end(await runCheck(paths, options, io)));

/** @throws CommandError for wrong usage */
async function runCheck(paths: readonly string[], options: CheckOptions, io: CommandIo): Promise<ExitCode> {
  assertFixable(paths, options);
  const baseline = baselineOf(options);
  const { source, ...configuration } = await readConfiguration(options, io);
  const { found, changes, failed } = await checkAndFix(paths, options, configuration, io);
  const all = found.checked.findings;
  const compared = baseline && comparedWith(baseline, all, ({ finding }) => finding);
  const note = compared && baselineNote(compared);
  const report = { ...found.checked, findings: compared?.kept ?? all, unreadable: [...found.unreadable, ...failed] };
  const messages = [
    ...found.notes,
    ...changes,
    ...(options.cluster === true ? [source] : []),
    ...(note === undefined ? [] : [note]),
  ];
  if (options.quiet !== true) for (const line of messages) print(io.stderr, line);
  for (const remark of report.unreadable) print(io.stderr, printDiagnostic(remark));
  if (options.writeBaseline === undefined) return finish(report, options, io);
  const findings = all.map(({ finding }) => finding);
  print(io.stderr, writeBaselineFile(options.writeBaseline, findings));
  return report.unreadable.length > 0 ? exitCodes.unreadable : exitCodes.clean;
}

function assertFixable(paths: readonly string[], { fix, helm, kustomize }: CheckOptions): void {
  if (fix === undefined) return;
  if (paths.includes("-")) throw new CommandError("--fix cannot be used with standard input (-)", exitCodes.wrongUsage);
  if (helm === true || kustomize === true)
    throw new CommandError("--fix cannot be used with --helm or --kustomize: what they render is no file", exitCodes.wrongUsage);
}

interface CheckedAndFixed {
  readonly found: Found;
  readonly changes: readonly string[];
  readonly failed: readonly InputDiagnostic[];
}

async function checkAndFix(
  paths: readonly string[],
  options: CheckOptions,
  configuration: Chosen,
  io: CommandIo,
): Promise<CheckedAndFixed> {
  let found = await readAndCheck(paths, options, configuration, io);
  const { notes } = found;
  const changes: string[] = [];
  const failed: InputDiagnostic[] = [];
  for (const fix of fixesFor(options)) {
    const fixes = fix(found.checked);
    if (fixes.length === 0) continue;
    const fixed = await writeFixes(fixes);
    found = await readAndCheck(paths, { ...options, quiet: true }, configuration, io);
    changes.push(...fixed.changes);
    failed.push(...fixed.failed);
  }
  return { found: { ...found, notes }, changes, failed };
}

function finish(report: CheckReport, options: CheckOptions, io: CommandIo): ExitCode {
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

async function readConfiguration(options: CheckOptions, io: CommandIo): Promise<ChosenConfiguration> {
  const read = options.cluster === true ? await clusterConfiguration(options, io) : fileConfiguration(options);
  const { policy } = options;
  const names = read.settings.policies.map(({ name }) => name);
  if (policy !== undefined && !names.includes(policy))
    throw new CommandError(`unknown policy "${policy}"; expected one of ${names.join(", ")}`, exitCodes.wrongUsage);
  return policy === undefined ? read : { ...read, settings: { ...read.settings, defaultPolicy: policy } };
}

/** Loaded where it is needed: the client takes as long as checking a hundred files. */
async function clusterConfiguration(options: CheckOptions, io: CommandIo): Promise<ChosenConfiguration> {
  const [{ withCluster }, { chosenConfiguration }] = await Promise.all([
    import("#cli/cluster/with-cluster.ts"),
    import("#cli/cluster/chosen-configuration.ts"),
  ]);
  return withCluster(options, io, (client) => chosenConfiguration(options, client));
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
  { settings, flags, aws }: Chosen,
  io: CommandIo,
): Promise<Found> {
  const { namespace, quiet, exclude } = options;
  const progress = progressOn(io.stderr, quiet === true);
  progress.reading();
  keepHeapSmall();
  const manifests = await readManifests(watchedKinds, paths, io.stdin, {
    namespace,
    isIgnored: ignoredIn(".", exclude),
    render: renderers(options),
  });
  const { view, assumptions } = completeManifests(manifests.view, flags);
  const { awsFacts, remarks } = await awsFactsFor(view, options, aws, io);
  const checked = check(
    { view, objects: manifests.objects },
    { settings, flags, awsFacts, serverVersion: options.kubernetesVersion },
    progress.judged,
  );
  progress.done();
  return {
    checked,
    unreadable: manifests.problems.filter(({ severity }) => severity === "error"),
    notes: [
      ...noticeLines(manifests.problems, printDiagnostic),
      ...remarks,
      ...assumptions.map((assumption) => `note: ${assumptionText(assumption)}`),
    ],
  };
}

async function awsFactsFor(view: ClusterView, options: CheckOptions, aws: Chosen["aws"], io: CommandIo): Promise<CommandFacts> {
  if (options.aws !== true) return { awsFacts: undefined, remarks: [] };
  const { readCommandFacts } = await import("#cli/aws/command-facts.ts");
  return readCommandFacts(() => wantedArns(view), options, aws, { onProgress: (line) => print(io.stderr, line) });
}

function printDiagnostic({ file, line, message }: Pick<ManifestProblem, "file" | "line" | "message">): string {
  return line === undefined ? message : `${fileName(file)}:${line}: ${message}`;
}

const failing = ({ failOn }: CheckOptions): ReadonlySet<Severity> =>
  new Set<Severity>(failOn === "never" ? [] : failOn === "warning" ? ["error", "warning"] : ["error"]);

function rendered(report: CheckReport, options: CheckOptions, io: CommandIo): string {
  switch (options.output) {
    case "table":
      return checkTable(report, {
        width: widthOf(io.stdout),
        rows: rowsOf(io.stdout),
        color: wantsColor(io),
        quiet: options.quiet === true,
      });
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

import { Command } from "commander";
import type { AuditOverview } from "#audit/audit-overview.ts";
import { readCommandFacts } from "#cli/aws/command-facts.ts";
import { baselineOf, writeBaselineFile } from "#cli/check/baseline-file.ts";
import { chosenConfiguration } from "#cli/cluster/chosen-configuration.ts";
import { clusterSource } from "#cli/cluster/cluster-source.ts";
import type { ChosenConfiguration } from "#cli/cluster/file-configuration.ts";
import { serverVersion } from "#cli/cluster/server-version.ts";
import { withCluster } from "#cli/cluster/with-cluster.ts";
import { CommandError, exitCodes } from "#cli/exit-codes.ts";
import { type CommandIo, print } from "#cli/io.ts";
import { systemClock } from "#clock/clock.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import { wantedArns } from "#load-balancers/aws/wanted-arns.ts";
import { type AuditOptions, withAuditOptions } from "./audit-options.ts";
import { auditProgress } from "./audit-progress.ts";
import { auditRun } from "./audit-run.ts";
import { sourceOf } from "./audit-source.ts";
import { watchAudit } from "./audit-watch.ts";
import { openPage } from "./open-page.ts";
import { renderedAudit } from "./rendered-audit.ts";
import { storedFloors } from "./stored-floors.ts";

export const auditCommand = (io: CommandIo): Command =>
  withAuditOptions(
    new Command("audit").description(
      "report on the whole cluster: what roll-outs lose, what enforce mode would change, which Pods to restart; works before Outlive is installed",
    ),
  ).action((options: AuditOptions) => runAudit(options, io));

function runAudit(options: AuditOptions, io: CommandIo): Promise<void> {
  if (options.output === "html" && options.open !== true && io.stdout.isTTY === true)
    throw new CommandError("-o html prints a page: write it into a file (> audit.html), or add --open", exitCodes.wrongUsage);
  if (options.watch === true && options.aws === true)
    throw new CommandError("--watch cannot be used with --aws: what AWS reports is read once", exitCodes.wrongUsage);
  if (options.watch === true && options.output !== "table")
    throw new CommandError("--watch prints a table; it cannot be used with -o", exitCodes.wrongUsage);
  return withCluster(options, io, async (client) => {
    const configuration = await chosenConfiguration(options, client);
    if (options.quiet !== true) print(io.stderr, configuration.source);
    if (options.watch === true) return watchAudit(options, { client, configuration, io, clock: systemClock });
    process.exitCode = await auditOnce(options, client, configuration, io);
    return undefined;
  });
}

async function auditOnce(
  options: AuditOptions,
  client: ApiClient,
  configuration: ChosenConfiguration,
  io: CommandIo,
): Promise<number> {
  const baseline = baselineOf(options);
  const quiet = options.quiet === true;
  const progress = auditProgress(io.stderr, quiet);
  let [kinds, listed] = [0, 0];
  const onListed = (_: unknown, objects: number): void => {
    kinds += 1;
    listed += objects;
    progress.listed(kinds, listed);
  };
  const namespace = options.allNamespaces === true ? undefined : options.namespace;
  const kubernetes = await serverVersion(client);
  const subjects = await clusterSource(client, undefined, { namespace, onListed });
  const floors = await storedFloors(client, namespace);
  const { settings, flags, aws } = configuration;
  const { awsFacts, remarks } = await readCommandFacts(
    () => wantedArns(subjects.view, (each) => namespace === undefined || each === namespace),
    options,
    aws,
    { onProgress: (line) => print(io.stderr, line) },
  );
  for (const line of remarks) print(io.stderr, line);
  const { overview, note } = auditRun(options, {
    subjects,
    floors,
    context: { view: subjects.view, settings, flags, serverVersion: kubernetes, awsFacts },
    source: sourceOf(client, configuration, kubernetes, [
      ...subjects.forbidden.map(({ message }) => message),
      ...(floors === undefined ? ["This user may not list configmaps; an exported floor is not compared."] : []),
    ]),
    baseline,
    onProgress: progress.judged,
  });
  progress.done();
  if (!quiet && note !== undefined) print(io.stderr, note);
  return finish(overview, options, io);
}

function finish(overview: AuditOverview, options: AuditOptions, io: CommandIo): number {
  if (options.writeBaseline !== undefined) {
    print(io.stderr, writeBaselineFile(options.writeBaseline, overview.findings));
    return exitCodes.clean;
  }
  if (options.open === true)
    print(io.stdout, openPage(renderedAudit(overview, { ...options, output: "html" }, io), io.environment));
  else for (const part of renderedAudit(overview, options, io)) io.stdout.write(part);
  const { errors, warnings } = overview.totals;
  const counted = { error: errors, warning: errors + warnings, never: 0 }[options.failOn];
  return counted > 0 ? exitCodes.findings : exitCodes.clean;
}

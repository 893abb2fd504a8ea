import { Command, InvalidArgumentError } from "commander";
import { auditWorkload } from "#audit/audit.ts";
import { chosenConfiguration } from "#cli/cluster/chosen-configuration.ts";
import { type ClusterOptions, withClusterOptions } from "#cli/cluster/cluster-options.ts";
import { clusterSource } from "#cli/cluster/cluster-source.ts";
import { serverVersion } from "#cli/cluster/server-version.ts";
import { withCluster } from "#cli/cluster/with-cluster.ts";
import { exitCodes } from "#cli/exit-codes.ts";
import { type CommandIo, print } from "#cli/io.ts";
import { systemClock } from "#clock/clock.ts";
import { topLevelWorkloads } from "#explain/explanation-subjects.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import { parseDuration } from "#model/findings/duration-text.ts";
import type { Seconds } from "#model/findings/seconds.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import { type RestartPlan, restartPlan } from "#restart/restart-plan.ts";
import { counted } from "#wording/counted.ts";
import { printable } from "#wording/printable.ts";
import { withPrimary } from "#workloads/flagger-primary.ts";
import { confirmed } from "./confirm.ts";
import { Restarter } from "./restarter.ts";

interface RestartOptions extends ClusterOptions {
  readonly namespace?: string;
  readonly allNamespaces?: true;
  readonly allAtOnce?: true;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly timeout: Seconds;
  readonly config?: string;
}

const standardTimeout = "10m";

export const restartCommand = (io: CommandIo): Command =>
  withClusterOptions(
    new Command("restart")
      .description("restart workloads whose Pods were created before their route, before Outlive or before its settings")
      .option("-n, --namespace <name>", "limit the restarts to one namespace")
      .option("-A, --all-namespaces", "all namespaces, which is the default")
      .option("--all-at-once", "start all roll-outs together (default: one after the other)")
      .option("--dry-run", "list the workloads and the reasons, and change nothing")
      .option("-y, --yes", "do not ask for confirmation")
      .option(
        "--timeout <duration>",
        "how long to wait for each roll-out, and for its disruption budgets",
        duration,
        duration(standardTimeout),
      )
      .option("--config <file>", "configuration file (default: that of the release in the cluster)"),
  ).action((options: RestartOptions) => withCluster(options, io, (client) => restart(options, client, io)));

async function restart(options: RestartOptions, client: ApiClient, io: CommandIo): Promise<void> {
  const { settings, flags, source } = await chosenConfiguration(options, client);
  print(io.stderr, source);
  const subjects = await clusterSource(client, undefined);
  for (const { message } of subjects.forbidden) print(io.stderr, `note: ${message}`);
  const context = { view: subjects.view, settings, flags, serverVersion: await serverVersion(client) };
  const namespace = options.allNamespaces === true ? undefined : options.namespace;
  const judged = topLevelWorkloads(subjects, namespace).flatMap((workload) => {
    const audited = auditWorkload(workload, context);
    return audited === undefined ? [] : withPrimary(workload, subjects.view).map((each) => ({ workload: each, audited }));
  });
  const plan = restartPlan(judged, context);
  show(plan, io);
  if (plan.restarts.length === 0 || options.dryRun === true) return;
  if (!(await confirmed(question(plan, options), options.yes === true, io))) return;
  const restarter = new Restarter({
    client,
    clock: systemClock,
    timeoutMs: options.timeout * 1000,
    view: subjects.view,
    say: (line) => print(io.stderr, line),
  });
  const failed = await restarter.run(plan.restarts, options.allAtOnce === true);
  const restarted = plan.restarts.length - failed;
  print(io.stdout, `${counted(restarted, "workload")} restarted${failed === 0 ? "" : `, ${failed} not`}.`);
  process.exitCode = failed === 0 ? exitCodes.clean : exitCodes.findings;
}

function show({ restarts, leftOut }: RestartPlan, io: CommandIo): void {
  const lines = [
    ...restarts.flatMap(({ workload, pods, why }) => [
      `${printRef(workload.ref)}: ${counted(pods, "Pod")} to replace`,
      `  ${why}`,
    ]),
    ...leftOut.flatMap(({ workload, pods, because }) => [
      `${printRef(workload.ref)}: not restarted, ${counted(pods, "Pod")} to replace`,
      `  ${because}`,
    ]),
    ...(restarts.length === 0 ? ["No workload has to be restarted."] : []),
  ];
  for (const line of lines) io.stdout.write(`${line.startsWith("  ") ? `  ${printable(line.slice(2))}` : printable(line)}\n`);
}

const question = ({ restarts }: RestartPlan, { allAtOnce }: RestartOptions): string =>
  `Restart ${counted(restarts.length, "workload")}${restarts.length === 1 ? "" : allAtOnce === true ? ", all at once" : ", one after the other"}?`;

function duration(text: string): Seconds {
  const read = parseDuration(text);
  if (!read.ok) throw new InvalidArgumentError(`expected ${read.accepted}`);
  return read.seconds;
}

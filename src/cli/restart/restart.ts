import { Command, InvalidArgumentError } from "commander";
import { audit } from "#audit/audit.ts";
import { chosenConfiguration } from "#cli/cluster/chosen-configuration.ts";
import { type ClusterOptions, withClusterOptions } from "#cli/cluster/cluster-options.ts";
import { withCluster } from "#cli/cluster/with-cluster.ts";
import { exitCodes } from "#cli/exit-codes.ts";
import { explainSourceOf } from "#cli/explain/explain-source.ts";
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
import { confirmed } from "./confirm.ts";
import { Restarter } from "./restarter.ts";

interface RestartOptions extends ClusterOptions {
  readonly namespace?: string;
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
      .option("--all-at-once", "start all roll-outs together (default: one after the other)")
      .option("--dry-run", "list the workloads and the reasons, and change nothing")
      .option("-y, --yes", "do not ask for confirmation")
      .option(
        "--timeout <duration>",
        "how long to wait for each roll-out, and for its disruption budgets",
        duration,
        duration(standardTimeout),
      )
      .option("--config <file>", "configuration file, in place of that of the release in the cluster"),
  ).action((options: RestartOptions) => restart(options, io));

const restart = (options: RestartOptions, io: CommandIo): Promise<void> =>
  withCluster(options, io, (client) => restartIn(client, options, io));

async function restartIn(client: ApiClient, options: RestartOptions, io: CommandIo): Promise<void> {
  const { settings, flags, source: origin } = await chosenConfiguration(options, client);
  const source = await explainSourceOf(client, undefined, options.namespace);
  for (const line of [origin, ...source.remarks]) print(io.stderr, line);
  const context = { view: source.view, settings, flags };
  const judged = topLevelWorkloads(source, options.namespace).flatMap((workload) => {
    const [audited] = audit([workload], context).workloads;
    return audited === undefined ? [] : [{ workload, audited }];
  });
  const plan = restartPlan(judged, context);
  show(plan, io);
  if (plan.restarts.length === 0 || options.dryRun === true) return;
  if (!(await confirmed(question(plan, options), options.yes === true, io))) return;
  const restarter = new Restarter({
    client,
    clock: systemClock,
    timeoutMs: options.timeout * 1000,
    view: source.view,
    say: (line) => io.stderr.write(`${printable(line)}\n`),
  });
  const failed = await restarter.run(plan.restarts, options.allAtOnce === true);
  const restarted = plan.restarts.length - failed;
  io.stdout.write(`${counted(restarted, "workload")} restarted${failed === 0 ? "" : `, ${failed} not`}.\n`);
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

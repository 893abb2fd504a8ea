import { Command, Option } from "commander";
import { decisionContext, type GivenContext } from "#assessment/context.ts";
import type { AuditSource } from "#audit/audit-overview.ts";
import { selectedWorkloads } from "#audit/audit-selection.ts";
import { explanationsOverview } from "#audit/explanations-overview.ts";
import { auditPage } from "#audit/page/audit-page.ts";
import { labelSelector, rate } from "#cli/audit/audit-options.ts";
import { addAwsOptions } from "#cli/aws/aws-options.ts";
import { readCommandFacts } from "#cli/aws/command-facts.ts";
import { appended, withClusterOptions } from "#cli/cluster/cluster-options.ts";
import { kubernetesVersionOption } from "#cli/cluster/kubernetes-version-option.ts";
import { CommandError, exitCodes } from "#cli/exit-codes.ts";
import { type CommandIo, print, wantsColor, widthOf } from "#cli/io.ts";
import { explain } from "#explain/explain.ts";
import { explanationHtml } from "#explain/explanation-html.ts";
import { explanationJson } from "#explain/explanation-json.ts";
import { chooseSubject, topLevelWorkloads } from "#explain/explanation-subjects.ts";
import { explanationText } from "#explain/explanation-text.ts";
import { explanationTimeline } from "#explain/explanation-timeline.ts";
import { joinedSubject, parseSubjectName, type SubjectName } from "#explain/subject-name.ts";
import { timelineSvg } from "#explain/timeline-svg.ts";
import type { ClusterView } from "#kubernetes/view/cluster-view.ts";
import { wantedArns } from "#load-balancers/aws/wanted-arns.ts";
import { targetGroupsOf } from "#load-balancers/target-groups.ts";
import { printRef } from "#model/kubernetes/refs.ts";
import type { Explanation } from "#model/reports/explanation.ts";
import type { ControllerFlags } from "#model/settings/controller-flags.ts";
import type { Workload } from "#model/workloads/workload.ts";
import { jsonText } from "#wording/printable.ts";
import { readExplainInput } from "./explain-input.ts";
import { type ExplainOptions, explainFormats } from "./explain-options.ts";

export const explainCommand = (io: CommandIo): Command =>
  addAwsOptions(
    withClusterOptions(
      new Command("explain")
        .description("show the target groups of a workload's Pods, the values they require, and all findings")
        .argument("[kind/name]", "workload, named as in kubectl: deploy/shop, deploy shop, sts/db, pod/debug")
        .argument("[path...]", "name of the workload after its kind; further paths, from a shell pattern after -f")
        .option("-n, --namespace <name>", "namespace of the workload, and of objects in files that set none")
        .option(
          "-f, --filename <path>",
          "file or folder to read instead of a cluster (repeatable); - for standard input",
          appended,
        )
        .addOption(new Option("-o, --output <format>", "output format").choices(explainFormats).default("text"))
        .option("--rate <number>", "requests per second, to predict how many a roll-out loses", rate)
        .option("--all", "all top-level workloads")
        .option("-A, --all-namespaces", "all namespaces, which is the default; overrides -n")
        .option("-l, --selector <labels>", "with --all: only workloads with these labels, as kubectl takes them", labelSelector)
        .option("--cluster-name <name>", "--cluster-name of the AWS Load Balancer Controller, used to predict target group names")
        .addOption(kubernetesVersionOption("for which the files are meant, or in place of the cluster's own"))
        .option("--config <file>", "configuration file, in place of that of the release in the cluster"),
    ),
  ).action((first: string | undefined, more: readonly string[], options: ExplainOptions) =>
    runExplain(first === undefined ? more : [first, ...more], options, io),
  );

/** @throws CommandError for everything that ends the command with another exit code than 0 */
async function runExplain(operands: readonly string[], given: ExplainOptions, io: CommandIo): Promise<void> {
  const { subject, options } = understood(joinedSubject(operands), given);
  const { source, configuration, origin } = await readExplainInput(subject, options, io);
  const { settings, flags } = configuration;
  const all = subject === undefined ? topLevelWorkloads(source, options.namespace) : [chosen(subject, source)];
  const workloads = selectedWorkloads(all, { selector: options.selector, exclude: [] });
  const { flags: inEffect } = decisionContext({ view: source.view, settings, flags });
  const arns = (): readonly string[] =>
    subject === undefined ? wantedArns(source.view) : workloads.flatMap((workload) => arnsOf(workload, source.view, inEffect));
  const { awsFacts, remarks } = await readCommandFacts(arns, options, configuration.aws, {
    onProgress: (line) => print(io.stderr, line),
    withTargetStates: subject !== undefined,
  });
  for (const line of [...source.remarks, ...remarks]) print(io.stderr, line);
  const serverVersion = options.kubernetesVersion ?? origin.kubernetes;
  const context = { view: source.view, settings, flags, serverVersion, awsFacts };
  const explanations = workloads.map((workload) => explain(workload, context));
  io.stdout.write(`${rendered(explanations, subject !== undefined, options, { io, origin, context })}\n`);
  if (source.unreadable > 0) throw new CommandError(unreadableMessage(source.unreadable), exitCodes.unreadable);
}

const arnsOf = (workload: Workload, view: ClusterView, flags: ControllerFlags): readonly string[] =>
  targetGroupsOf({ namespace: workload.ref.namespace ?? "", labels: workload.podLabels }, view, flags).targetGroups.flatMap(
    ({ arn }) => arn ?? [],
  );

interface Understood {
  readonly subject: SubjectName | undefined;
  readonly options: ExplainOptions;
}

/** `-f one.yaml two.yaml` is what a shell makes of `-f *.yaml`: operands that name no workload are then paths as well. */
function understood(operands: readonly string[], options: ExplainOptions): Understood {
  const { all = false, filename, output } = options;
  const namespace = options.allNamespaces === true ? undefined : options.namespace;
  const at = all ? -1 : operands.findIndex((text) => filename === undefined || (!isManifest(text) && parseSubjectName(text).ok));
  const text = operands[at];
  const paths = operands.filter((_, index) => index !== at);
  if (text === undefined && !all) throw wrongUsage(notNamed(operands));
  if (paths.length > 0 && filename === undefined) {
    throw wrongUsage(all ? "name a workload or use --all, not both" : `only one workload can be named; unexpected "${paths[0]}"`);
  }
  if (all && output === "svg") throw wrongUsage("-o svg draws one workload; use -o html for all of them");
  const read = text === undefined ? undefined : parseSubjectName(text);
  if (read?.ok === false) throw wrongUsage(read.message);
  return {
    subject: read && { kind: read.kind, name: read.name, namespace },
    options: { ...options, namespace, ...(filename === undefined ? {} : { filename: [...filename, ...paths] }) },
  };
}

const isManifest = (text: string): boolean => /\.(?:ya?ml|json)$/i.test(text);

function notNamed(operands: readonly string[]): string {
  const [first] = operands.filter((text) => !isManifest(text)).map(parseSubjectName);
  return first?.ok === false ? first.message : "name a workload, such as deployment/shop, or use --all";
}

const wrongUsage = (message: string): CommandError => new CommandError(message, exitCodes.wrongUsage);

function chosen(subject: SubjectName, source: Parameters<typeof chooseSubject>[1] & { readonly unreadable: number }): Workload {
  const choice = chooseSubject(subject, source);
  switch (choice.what) {
    case "found":
      return choice.workload;
    case "ambiguous":
      throw wrongUsage(choice.message);
    case "missing": {
      const unreadable = source.unreadable === 0 ? "" : `; ${unreadableMessage(source.unreadable)}`;
      throw new CommandError(`${choice.message}${unreadable}`, exitCodes.unreadable);
    }
  }
}

const unreadableMessage = (count: number): string =>
  count === 1 ? "1 input above could not be read" : `${count} inputs above could not be read`;

interface RenderTools {
  readonly io: CommandIo;
  readonly origin: AuditSource;
  readonly context: GivenContext;
}

function rendered(
  explanations: readonly Explanation[],
  single: boolean,
  { output, rate: perSecond }: ExplainOptions,
  { io, origin, context }: RenderTools,
): string {
  const [first] = explanations;
  switch (output) {
    case "json": {
      const items = explanations.map((explanation) => explanationJson(explanation, perSecond));
      return jsonText(single ? items[0] : { items }, 2);
    }
    case "text": {
      const options = { width: widthOf(io.stdout), color: wantsColor(io), rate: perSecond };
      const texts = explanations.map((explanation) => explanationText(explanation, options));
      return texts.length === 0 ? "No workloads found." : texts.join(`\n\n${"─".repeat(options.width)}\n\n`);
    }
    case "html":
      return (
        single && first !== undefined
          ? explanationHtml(first, perSecond)
          : auditPage(explanationsOverview(explanations, origin, context, perSecond))
      ).trimEnd();
    case "svg":
      return first === undefined
        ? ""
        : timelineSvg(explanationTimeline(first), { title: `One Pod of ${printRef(first.subject)}` }).source;
  }
}

import { Argument, Command, Option } from "commander";
import { stringify } from "yaml";
import { kubernetesVersionOption } from "#cli/cluster/kubernetes-version-option.ts";
import { CommandError, exitCodes } from "#cli/exit-codes.ts";
import { readExplainInput } from "#cli/explain/explain-input.ts";
import { type CommandIo, print } from "#cli/io.ts";
import { explain } from "#explain/explain.ts";
import { topLevelWorkloads } from "#explain/explanation-subjects.ts";
import { type ValidationAction, validatingBindings, validatingPolicies } from "#floor/check-policy.ts";
import { floorParameters, parametersConfigMap } from "#floor/floor-parameters.ts";
import { mutatingBinding, mutatingPolicy } from "#floor/floor-policy.ts";
import { servedMutatingPolicies, switchedOnBy } from "#floor/served-policies.ts";
import type { JsonObject } from "#model/kubernetes/json.ts";
import { versionHas } from "#model/kubernetes/version-facts.ts";

const exported = ["map", "vap", "params"] as const;
type Exported = (typeof exported)[number];

interface ExportOptions {
  readonly action: ValidationAction;
  readonly filename?: readonly string[];
  readonly namespace?: string;
  readonly all?: boolean;
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly config?: string;
  readonly kubernetesVersion?: string;
}

export const exportCommand = (io: CommandIo): Command =>
  new Command("export")
    .description("print policies that the API server evaluates itself, as a floor for the time in which no webhook responds")
    .addArgument(
      new Argument("<what>", "map: a MutatingAdmissionPolicy; vap: ValidatingAdmissionPolicies; params: their numbers").choices(
        exported,
      ),
    )
    .addOption(new Option("--action <action>", "vap: what a violation leads to").choices(["Warn", "Deny"]).default("Warn"))
    .option(
      "-f, --filename <path>",
      "params: file or folder to read instead of a cluster (repeatable); - for standard input",
      appended,
    )
    .option("-n, --namespace <name>", "params: one namespace only")
    .option("--all", "params: namespaces that are not in enforce mode as well")
    .addOption(kubernetesVersionOption("that the policies are for; params: for which the files are meant"))
    .option("--kubeconfig <file>", "kubeconfig file (default: KUBECONFIG, then ~/.kube/config)")
    .option("--context <name>", "kubeconfig context")
    .option("--config <file>", "configuration file, in place of that of the release in the cluster")
    .action(async (what: Exported, options: ExportOptions) => {
      const objects = await objectsOf(what, options, io);
      io.stdout.write(objects.map((object) => stringify(object, { lineWidth: 0 })).join("---\n"));
    });

const appended = (path: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), path];

function objectsOf(
  what: Exported,
  options: ExportOptions,
  io: CommandIo,
): Promise<readonly JsonObject[]> | readonly JsonObject[] {
  switch (what) {
    case "map":
      return mutatingFor(options.kubernetesVersion, io);
    case "vap":
      assertValidating(options.kubernetesVersion);
      return [...validatingPolicies(), ...validatingBindings(options.action)];
    case "params":
      return parametersFrom(options, io);
  }
}

function mutatingFor(version: string | undefined, io: CommandIo): readonly JsonObject[] {
  const served = servedMutatingPolicies(version);
  switch (served.how) {
    case "never":
      throw new CommandError(notServed("MutatingAdmissionPolicy", version, "1.36"), exitCodes.wrongUsage);
    case "switched-on":
      print(
        io.stderr,
        `Kubernetes ${version} serves ${served.apiVersion} of MutatingAdmissionPolicy only with ${switchedOnBy(served.apiVersion).join(" ")} on the API server, which EKS does not let you set. 1.36 and later serve v1 as shipped.`,
      );
      return [mutatingPolicy(served.apiVersion), mutatingBinding(served.apiVersion)];
    case "as-shipped":
      return [mutatingPolicy(), mutatingBinding()];
  }
}

function assertValidating(version: string | undefined): void {
  if (!versionHas("validatingPolicies", version))
    throw new CommandError(notServed("ValidatingAdmissionPolicy", version, "1.30"), exitCodes.wrongUsage);
}

const notServed = (kind: string, version: string | undefined, since: string): string =>
  `Kubernetes ${version} serves no ${kind} that this can be written for. Upgrade to ${since} or later, or choose failurePolicy: Fail for namespaces whose Pods must not start without their values.`;

async function parametersFrom(options: ExportOptions, io: CommandIo): Promise<readonly JsonObject[]> {
  const { source, configuration, origin } = await readExplainInput(undefined, { ...options, output: "text" }, io);
  for (const line of source.remarks) print(io.stderr, line);
  const { settings, flags } = configuration;
  const context = { view: source.view, settings, flags, serverVersion: options.kubernetesVersion ?? origin.kubernetes };
  const explanations = topLevelWorkloads(source, options.namespace)
    .map((workload) => explain(workload, context))
    .filter(({ mode }) => options.all === true || mode === "enforce");
  const parameters = floorParameters(explanations);
  if (parameters.length === 0) io.stderr.write("No workload in enforce mode requires a sleep. --all looks at every namespace.\n");
  return parameters.map(parametersConfigMap);
}

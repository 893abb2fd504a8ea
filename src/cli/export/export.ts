import { Argument, Command, Option } from "commander";
import { stringify } from "yaml";
import { loadConfiguration } from "#cli/configuration-file.ts";
import { readExplainSource } from "#cli/explain/explain-source.ts";
import type { CommandIo } from "#cli/io.ts";
import { explain } from "#explain/explain.ts";
import { topLevelWorkloads } from "#explain/explanation-subjects.ts";
import { type ValidationAction, validatingBindings, validatingPolicies } from "#floor/check-policy.ts";
import { floorParameters, parametersConfigMap } from "#floor/floor-parameters.ts";
import { mutatingBinding, mutatingPolicy } from "#floor/floor-policy.ts";
import type { JsonObject } from "#model/kubernetes/json.ts";
import { printable } from "#wording/printable.ts";

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
    .option("--kubeconfig <file>", "kubeconfig file (default: KUBECONFIG, then ~/.kube/config)")
    .option("--context <name>", "kubeconfig context")
    .option("--config <file>", "configuration file of the webhook: policies, scope, controller flags")
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
      return [mutatingPolicy(), mutatingBinding()];
    case "vap":
      return [...validatingPolicies(), ...validatingBindings(options.action)];
    case "params":
      return parametersFrom(options, io);
  }
}

async function parametersFrom(options: ExportOptions, io: CommandIo): Promise<readonly JsonObject[]> {
  const { settings, flags } = loadConfiguration(options.config);
  const source = await readExplainSource(undefined, { ...options, filename: options.filename }, flags, io);
  for (const line of source.remarks) io.stderr.write(`${printable(line)}\n`);
  const explanations = topLevelWorkloads(source, options.namespace)
    .map((workload) => explain(workload, { view: source.view, settings, flags }))
    .filter(({ mode }) => options.all === true || mode === "enforce");
  const parameters = floorParameters(explanations);
  if (parameters.length === 0) io.stderr.write("No workload in enforce mode requires a sleep. --all looks at every namespace.\n");
  return parameters.map(parametersConfigMap);
}

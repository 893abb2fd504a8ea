import { z } from "zod";
import type { ConfiguredFlags } from "#model/settings/controller-flags.ts";
import type { Policy, PolicyParameters } from "#model/settings/policy.ts";
import type { Settings } from "#model/settings/settings.ts";
import { parametersSchema } from "./policy-schema.ts";
import { type SettingsFile, settingsSchema } from "./settings-schema.ts";

export interface SettingsProblem {
  /** Keys and indices from the top of the file. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

export interface Configuration {
  readonly settings: Settings;
  readonly aws: SettingsFile["aws"];
  /** What is set of the controller; see `flagsInEffect`. */
  readonly flags: ConfiguredFlags;
  readonly server: SettingsFile["server"];
  readonly tls: SettingsFile["tls"];
  readonly log: SettingsFile["log"];
  readonly reports: SettingsFile["reports"];
  readonly restart: SettingsFile["restart"];
  readonly gates: SettingsFile["gates"];
}

export type SettingsText =
  | { readonly ok: true; readonly configuration: Configuration }
  | { readonly ok: false; readonly problems: readonly SettingsProblem[] };

/** Resolves a parsed configuration file against the built-in policies; every problem is named with its place. */
export function readSettings(file: unknown, builtIn: readonly [Policy, ...Policy[]]): SettingsText {
  const read = settingsSchema(builtIn[0].parameters).safeParse(file ?? {}, { jitless: true });
  if (!read.success) return { ok: false, problems: problemsOf(read.error, []) };
  const { controller, aws, server, tls, log, reports, restart, gates, parameters, policies: custom, ...rest } = read.data;
  const base = builtIn.map((policy) => ({ ...policy, parameters: withCoverage(parameters, policy) }));
  const { policies, problems } = extend(base, custom);
  const unknown = policies.some(({ name }) => name === rest.defaultPolicy)
    ? []
    : [
        {
          path: ["defaultPolicy"],
          message: `unknown policy "${rest.defaultPolicy}"; expected one of ${policies.map(({ name }) => name).join(", ")}`,
        },
      ];
  if (problems.length + unknown.length > 0) return { ok: false, problems: [...problems, ...unknown] };
  const bound = { aws, server, tls, log, reports, restart, gates };
  return { ok: true, configuration: { settings: { ...rest, policies }, flags: controller, ...bound } };
}

/** Which requests a sleep covers is what a policy is about, so that it is inherited and not set. */
const withCoverage = (numbers: Omit<PolicyParameters, "requestCoverage">, { parameters }: Policy): PolicyParameters => ({
  ...numbers,
  requestCoverage: parameters.requestCoverage,
});

interface Extended {
  readonly policies: readonly Policy[];
  readonly problems: readonly SettingsProblem[];
}

/** A policy may extend a built-in one or one above it in the file. */
function extend(base: readonly Policy[], custom: SettingsFile["policies"]): Extended {
  return custom.reduce<Extended>(
    ({ policies, problems }, policy, index) => {
      const at = ["policies", index];
      const from = policies.find(({ name }) => name === policy.extends);
      if (from === undefined) {
        const message = `unknown policy "${policy.extends}" before this one; expected one of ${policies.map(({ name }) => name).join(", ")}`;
        return { policies, problems: [...problems, { path: [...at, "extends"], message }] };
      }
      if (policies.some(({ name }) => name === policy.name)) {
        return {
          policies,
          problems: [...problems, { path: [...at, "name"], message: `duplicate policy "${policy.name}"` }],
        };
      }
      const parameters = parametersSchema(from.parameters).safeParse(policy.parameters);
      if (!parameters.success)
        return { policies, problems: [...problems, ...problemsOf(parameters.error, [...at, "parameters"])] };
      const rules = Object.fromEntries(
        Object.entries({ ...from.rules, ...policy.rules }).filter(([, severity]) => severity !== "off"),
      );
      return {
        policies: [
          ...policies,
          { name: policy.name, rules: rules as Policy["rules"], parameters: withCoverage(parameters.data, from) },
        ],
        problems,
      };
    },
    { policies: base, problems: [] },
  );
}

const problemsOf = (error: z.ZodError, prefix: readonly (string | number)[]): readonly SettingsProblem[] =>
  error.issues.map((issue) => ({
    path: [...prefix, ...issue.path.map((key) => (typeof key === "number" ? key : String(key)))],
    message:
      issue.code === "unrecognized_keys"
        ? `unknown ${issue.keys.length === 1 ? "key" : "keys"} ${issue.keys.join(", ")}`
        : issue.message,
  }));

/** The JSON schema of the configuration file, as people write it. */
export const settingsJsonSchema = (builtIn: readonly [Policy, ...Policy[]]): object =>
  z.toJSONSchema(settingsSchema(builtIn[0].parameters), { io: "input", target: "draft-7" });

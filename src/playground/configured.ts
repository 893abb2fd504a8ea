import { builtInPolicies } from "#policy/policies.ts";
import { type Configuration, readSettings } from "#settings/read-settings.ts";

export type Configured = Pick<Configuration, "settings" | "flags">;

export const policyNames = builtInPolicies.map(({ name }) => name);

/** The defaults of a release, with what the page lets people choose; an unknown policy counts as none. */
export function configured(choices: {
  readonly policy: string | undefined;
  readonly clusterName: string | undefined;
}): Configured {
  const read = readSettings(undefined, builtInPolicies);
  if (!read.ok) throw new Error("the defaults are not valid");
  const { settings, flags } = read.configuration;
  const { policy, clusterName } = choices;
  return {
    settings:
      policy === undefined || !policyNames.some((name) => name === policy) ? settings : { ...settings, defaultPolicy: policy },
    flags: clusterName === undefined ? flags : { ...flags, clusterName },
  };
}

import { builtInPolicies } from "#policy/policies.ts";
import { type Configuration, readSettings } from "#settings/read-settings.ts";
import { type OutliveOptions, OutliveOptionsError } from "./options.ts";

/** @throws OutliveOptionsError */
export function configurationOf(options: OutliveOptions): Pick<Configuration, "settings" | "flags"> {
  const read = readSettings(options.configuration, builtInPolicies);
  if (!read.ok) {
    const lines = read.problems.map(({ path, message }) => `${["configuration", ...path].join(".")}: ${message}`);
    throw new OutliveOptionsError(lines.join("\n"));
  }
  const { settings, flags } = read.configuration;
  const { policy = settings.defaultPolicy, clusterName = flags.clusterName } = options;
  const names = settings.policies.map(({ name }) => name);
  if (!names.includes(policy))
    throw new OutliveOptionsError(`policy: unknown policy "${policy}"; expected one of ${names.join(", ")}`);
  return { settings: { ...settings, defaultPolicy: policy }, flags: { ...flags, clusterName } };
}

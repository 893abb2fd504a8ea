import { assumedKubernetes, parseKubernetesVersion } from "#model/kubernetes/version-facts.ts";
import { builtInPolicies } from "#policy/policies.ts";
import { type Configuration, readSettings } from "#settings/read-settings.ts";
import { type OutliveOptions, OutliveOptionsError } from "./options.ts";

/** @throws OutliveOptionsError */
export function configurationOf(
  options: OutliveOptions,
): Pick<Configuration, "settings" | "flags"> & { readonly serverVersion: string | undefined } {
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
  const serverVersion = options.kubernetesVersion;
  if (serverVersion !== undefined && parseKubernetesVersion(serverVersion) === undefined)
    throw new OutliveOptionsError(
      `kubernetesVersion: "${serverVersion}" is no version; expected one such as ${assumedKubernetes}`,
    );
  return { settings: { ...settings, defaultPolicy: policy }, flags: { ...flags, clusterName }, serverVersion };
}

import { loadConfiguration } from "#cli/configuration-file.ts";
import type { Configuration } from "#settings/read-settings.ts";

export interface ConfigurationOptions {
  readonly config?: string;
  readonly clusterName?: string;
}

export interface ChosenConfiguration extends Pick<Configuration, "settings" | "flags" | "aws"> {
  /** One line on where it comes from. */
  readonly source: string;
  /** The release that runs in the cluster; undefined where none was found or looked for. */
  readonly release: { readonly namespace: string; readonly name: string; readonly version: string } | undefined;
}

/** Where no cluster is asked. */
export function fileConfiguration(options: ConfigurationOptions): ChosenConfiguration {
  const source = options.config === undefined ? "configuration: defaults" : `configuration: ${options.config}`;
  return { ...withClusterName(loadConfiguration(options.config), options), source, release: undefined };
}

/** A flag on the command line overrides the file. */
export function withClusterName(
  { settings, flags, aws }: Configuration,
  { clusterName }: ConfigurationOptions,
): Pick<Configuration, "settings" | "flags" | "aws"> {
  return { settings, flags: clusterName === undefined ? flags : { ...flags, clusterName }, aws };
}

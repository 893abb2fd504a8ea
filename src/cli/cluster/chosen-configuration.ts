import { loadConfiguration } from "#cli/configuration-file.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import type { Configuration } from "#settings/read-settings.ts";
import { type FoundRelease, releaseConfiguration } from "./release-configuration.ts";

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

/**
 * What a command that reads a cluster decides by: the file of `--config`, else the configuration of the release running there, else
 * the defaults. A laptop and the webhook then cannot disagree.
 * @throws CommandError for a configuration that is not valid, ApiError where the cluster cannot be read
 */
export async function chosenConfiguration(options: ConfigurationOptions, client: ApiClient): Promise<ChosenConfiguration> {
  if (options.config !== undefined) return fileConfiguration(options);
  const found = await releaseConfiguration(client);
  if (found.what !== "found") {
    return { ...withClusterName(loadConfiguration(undefined), options), source: sourceOf(found), release: undefined };
  }
  const { configuration, namespace, name, version } = found.release;
  const { settings, flags, aws } = withClusterName(configuration, options);
  // The webhook adds its own namespace when it starts.
  const excludedNamespaces = [...new Set([...settings.excludedNamespaces, namespace])];
  return {
    settings: { ...settings, excludedNamespaces },
    flags,
    aws,
    source: sourceOf(found),
    release: { namespace, name, version },
  };
}

/** Where no cluster is asked. */
export function fileConfiguration(options: ConfigurationOptions): ChosenConfiguration {
  const source = options.config === undefined ? "configuration: defaults" : `configuration: ${options.config}`;
  return { ...withClusterName(loadConfiguration(options.config), options), source, release: undefined };
}

function sourceOf(found: FoundRelease): string {
  switch (found.what) {
    case "found": {
      const { namespace, name, version } = found.release;
      const more = found.others === 0 ? "" : `; ${found.others} more found, choose one with --config`;
      return `configuration: ConfigMap ${namespace}/${name}${version === "" ? "" : ` of Outlive ${version}`}${more}`;
    }
    case "none":
      return "configuration: defaults, because Outlive is not installed in this cluster";
    case "forbidden":
      return "configuration: defaults, because this user may not read ConfigMaps; set another with --config";
  }
}

function withClusterName(
  { settings, flags, aws }: Configuration,
  { clusterName }: ConfigurationOptions,
): Pick<Configuration, "settings" | "flags" | "aws"> {
  return { settings, flags: clusterName === undefined ? flags : { ...flags, clusterName }, aws };
}

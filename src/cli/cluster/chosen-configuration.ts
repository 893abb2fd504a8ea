import { loadConfiguration } from "#cli/configuration-file.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import { type ChosenConfiguration, type ConfigurationOptions, fileConfiguration, withClusterName } from "./file-configuration.ts";
import { type FoundRelease, releaseConfiguration } from "./release-configuration.ts";

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

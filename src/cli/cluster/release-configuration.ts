/** The configuration of the release that runs in a cluster: what its webhook decides by. */
import { parseConfiguration } from "#cli/configuration-file.ts";
import { statusOf } from "#kubernetes/api/api-error.ts";
import type { ApiClient } from "#kubernetes/api/client.ts";
import { asText, at } from "#kubernetes/objects/lenient-json.ts";
import { listAll } from "#kubernetes/watch/list-all.ts";
import type { Configuration } from "#settings/read-settings.ts";

export interface Release {
  readonly namespace: string;
  readonly name: string;
  /** As its labels say; empty where they do not. */
  readonly version: string;
  readonly configuration: Configuration;
}

export type FoundRelease =
  | { readonly what: "found"; readonly release: Release; readonly others: number }
  | { readonly what: "none" }
  /** This user may not read ConfigMaps, and there is none where the documentation puts it. */
  | { readonly what: "forbidden" };

/** On the ConfigMap of every release, whatever it is called (charts/outlive/templates/_helpers.tpl). */
const labelSelector = "app.kubernetes.io/part-of=outlive";
const key = "configuration.yaml";
const documented = "/api/v1/namespaces/outlive-system/configmaps/outlive";

/** @throws CommandError for a configuration that is not valid, ApiError where the cluster cannot be read */
export async function releaseConfiguration(client: ApiClient): Promise<FoundRelease> {
  try {
    const listed = await listAll(client, { group: "", versions: ["v1"], plural: "configmaps", labelSelector, read: readText });
    const [first, ...others] = listed?.objects ?? [];
    if (first === undefined) return { what: "none" };
    return { what: "found", release: releaseOf(first.object), others: others.length };
  } catch (error) {
    if (statusOf(error) !== 403) throw error;
    return whereDocumented(client);
  }
}

async function whereDocumented(client: ApiClient): Promise<FoundRelease> {
  try {
    const text = readText(await (await client.request(documented)).json());
    return text === undefined ? { what: "none" } : { what: "found", release: releaseOf(text), others: 0 };
  } catch (error) {
    const status = statusOf(error);
    if (status === 404) return { what: "none" };
    if (status === 403) return { what: "forbidden" };
    throw error;
  }
}

interface ConfigurationText {
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
  readonly text: string;
}

/** Undefined for any other ConfigMap of the release, such as its dashboard. */
function readText(raw: unknown): ConfigurationText | undefined {
  const text = asText(at(raw, "data", key));
  if (text === undefined) return undefined;
  const metadata = at(raw, "metadata");
  return {
    namespace: asText(at(metadata, "namespace")) ?? "",
    name: asText(at(metadata, "name")) ?? "",
    version: asText(at(metadata, "labels", "app.kubernetes.io/version")) ?? "",
    text,
  };
}

const releaseOf = ({ text, ...release }: ConfigurationText): Release => ({
  ...release,
  configuration: parseConfiguration(text, `ConfigMap ${release.namespace}/${release.name} ${key}`),
});

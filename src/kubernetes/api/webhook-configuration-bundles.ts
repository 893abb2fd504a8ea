import { asList, asText, at } from "#kubernetes/objects/lenient-json.ts";
import { resourceVersionOf } from "#kubernetes/objects/raw-object.ts";
import { ApiError } from "./api-error.ts";
import { objectAt, succeeds } from "./api-object.ts";
import type { ApiClient } from "./client.ts";

export type WebhookConfigurationKind = "MutatingWebhookConfiguration" | "ValidatingWebhookConfiguration";

/** The `caBundle` of every webhook of one configuration, decoded; undefined for a webhook that has none. */
export interface WebhookBundles {
  readonly bundles: readonly (string | undefined)[];
  readonly version: string;
}

/** What one webhook configuration tells API servers to trust. */
export interface WebhookConfigurationBundles {
  /** For people: `MutatingWebhookConfiguration outlive`. */
  readonly name: string;
  /** Undefined where there is no such configuration. @throws ApiError */
  read(): Promise<WebhookBundles | undefined>;
  /**
   * Gives every webhook this bundle and touches nothing else.
   *
   * @returns false where the configuration has changed or gone since `basedOn` was read
   * @throws ApiError
   */
  put(bundle: string, basedOn: WebhookBundles): Promise<boolean>;
}

const plurals = {
  MutatingWebhookConfiguration: "mutatingwebhookconfigurations",
  ValidatingWebhookConfiguration: "validatingwebhookconfigurations",
} as const satisfies Record<WebhookConfigurationKind, string>;

export function webhookConfigurationBundles(
  client: ApiClient,
  kind: WebhookConfigurationKind,
  name: string,
): WebhookConfigurationBundles {
  const path = `/apis/admissionregistration.k8s.io/v1/${plurals[kind]}/${name}`;
  return {
    name: `${kind} ${name}`,
    read: async () => {
      const configuration = await objectAt(client, path);
      if (configuration === undefined) return undefined;
      const bundles = asList(at(configuration, "webhooks")).map((webhook) => decoded(at(webhook, "clientConfig", "caBundle")));
      return { bundles, version: resourceVersionOf(configuration) ?? "" };
    },
    put: (bundle, { bundles, version }) =>
      succeedsAsTested(
        client.request(`${path}?fieldManager=outlive`, {
          method: "PATCH",
          contentType: "application/json-patch+json",
          body: JSON.stringify(patchFor(Buffer.from(bundle).toString("base64"), bundles.length, version)),
        }),
      ),
  };
}

/** By index, which is safe for the version that was read alone. `add` replaces what is there (RFC 6902). */
const patchFor = (value: string, count: number, version: string): readonly object[] => [
  { op: "test", path: "/metadata/resourceVersion", value: version },
  ...Array.from({ length: count }, (_, index) => ({ op: "add", path: `/webhooks/${index}/clientConfig/caBundle`, value })),
];

/** The API server answers 422 to a JSON patch whose test fails (Kubernetes 1.36). */
async function succeedsAsTested(write: ReturnType<ApiClient["request"]>): Promise<boolean> {
  try {
    return await succeeds(write);
  } catch (error) {
    if (error instanceof ApiError && error.status === 422) return false;
    throw error;
  }
}

function decoded(caBundle: unknown): string | undefined {
  const text = asText(caBundle);
  return text === undefined || text === "" ? undefined : Buffer.from(text, "base64").toString();
}

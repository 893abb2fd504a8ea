import type { ApiClient } from "#kubernetes/api/client.ts";
import { asText, at } from "#kubernetes/objects/lenient-json.ts";

/** `gitVersion` of the API server, which everyone may read; undefined where it does not answer that. */
export async function serverVersion(client: ApiClient): Promise<string | undefined> {
  try {
    return asText(at(await (await client.request("/version")).json(), "gitVersion"));
  } catch {
    return undefined;
  }
}

import type { ApiClient } from "#kubernetes/api/client.ts";
import { at } from "#kubernetes/objects/lenient-json.ts";
import { namespace } from "../../chart/helm.ts";

/** An entry of the Secret in which Outlive keeps its certificates, as it is stored. @throws ApiError */
export async function storedCertificate(client: ApiClient, entry: "tls.crt" | "ca.crt"): Promise<string> {
  const secret = await (await client.request(`/api/v1/namespaces/${namespace}/secrets/outlive-certificates`)).json();
  return String(at(secret, "data", entry) ?? "");
}

import { asText, at } from "#wire/lenient-json.ts";
import type { ApiClient } from "./client.ts";

export interface ServerVersion {
  /** True from the first answer on, whatever it was. */
  readonly asked: () => boolean;
  /** `gitVersion` of the API server, which everybody may ask for; undefined where it did not answer. */
  readonly known: () => string | undefined;
}

/** Asks once. */
export function askServerVersion(client: Pick<ApiClient, "request">): ServerVersion {
  let asked = false;
  let known: string | undefined;
  const ask = async (): Promise<void> => {
    known = asText(at(await (await client.request("/version")).json(), "gitVersion"));
  };
  ask()
    .catch(() => {})
    .finally(() => {
      asked = true;
    });
  return { asked: () => asked, known: () => known };
}

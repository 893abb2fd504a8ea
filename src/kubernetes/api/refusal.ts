import { asText, at } from "#kubernetes/objects/lenient-json.ts";
import { ApiError } from "./api-error.ts";
import { accessOf } from "./api-path.ts";

export interface FailedResponse {
  readonly server: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly body: string;
  readonly retryAfter: string | undefined;
}

/** The error for an answer that is no success. */
export function refusalOf(response: FailedResponse): ApiError {
  const { status, retryAfter } = response;
  const waitSeconds = Number(retryAfter ?? Number.NaN);
  const retryAfterMs = Number.isFinite(waitSeconds) && waitSeconds >= 0 ? waitSeconds * 1000 : undefined;
  return new ApiError(sentence(response), { kind: "status", status, retryAfterMs });
}

function sentence(response: FailedResponse): string {
  const { server, method, path, status } = response;
  const what = `${method} ${path.split("?")[0] ?? path}`;
  const reason = reasonOf(response.body);
  const because = reason === "" ? "" : `: ${reason}`;
  if (status === 401)
    return `The API server ${server} does not accept these credentials (401): log in again, or check the token or certificate of the kubeconfig's user.`;
  if (status === 403) return forbidden(response, because);
  return `The API server ${server} answered ${status} to ${what}${because}`;
}

function forbidden({ method, path, server }: FailedResponse, because: string): string {
  const access = accessOf(method, path);
  if (access === undefined) return `The API server ${server} does not allow ${method} ${path} (403)${because}`;
  const { verb, resource, namespace } = access;
  const scope = namespace === undefined ? "in the whole cluster" : `in the namespace ${namespace}`;
  const role = namespace === undefined ? "ClusterRole" : "Role";
  return `This user may not ${verb} ${resource} ${scope} (403): bind a ${role} that allows the verb "${verb}" on "${resource}"${because}`;
}

function reasonOf(body: string): string {
  try {
    const message = asText(at(JSON.parse(body), "message"));
    if (message !== undefined) return message;
  } catch {
    // Not from an API server: a proxy's page, whose first line says enough.
  }
  return (body.trim().split("\n")[0] ?? "").slice(0, 200);
}

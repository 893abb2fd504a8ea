import { ApiError } from "./api-error.ts";

/** What the usual error codes of sockets and TLS mean for whoever wrote the kubeconfig. */
const meanings: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nothing listens at this address. Is the cluster running, and the address right?",
  ECONNRESET: "the connection was cut",
  EHOSTUNREACH: "there is no route to this host. Is a VPN needed?",
  ENETUNREACH: "there is no route to this network. Is a VPN needed?",
  ENOTFOUND: "its host name is unknown. Is the address right, or a VPN needed?",
  EAI_AGAIN: "its host name cannot be resolved right now",
  ETIMEDOUT: "it did not respond in time. Is a VPN needed?",
  UND_ERR_CONNECT_TIMEOUT: "it did not respond in time. Is a VPN needed?",
  UND_ERR_HEADERS_TIMEOUT: "it accepted the request but did not respond in time",
  UND_ERR_BODY_TIMEOUT: "it stopped in the middle of its response",
  UND_ERR_SOCKET: "the connection was cut",
  CERT_HAS_EXPIRED: "its certificate has expired",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed, not issued by the kubeconfig's certificate authority",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate was not issued by the kubeconfig's certificate authority",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate was not issued by the kubeconfig's certificate authority",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate was not issued by the kubeconfig's certificate authority",
  CERT_SIGNATURE_FAILURE: "its certificate was not issued by the kubeconfig's certificate authority",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is for another host name",
};

/** The error for a request that got no answer. */
export function unreachable(server: string, cause: unknown): ApiError {
  const code = codeOf(cause);
  const text = cause instanceof Error ? cause.message : String(cause);
  return new ApiError(
    `The API server ${server} cannot be reached: ${meanings[code] ?? text} (${code === "" ? "no error code" : code})`,
    {
      kind: "connection",
      code,
    },
    { cause },
  );
}

/** Node puts the error of each address that it tried into one AggregateError, which has the code of the first. */
function codeOf(cause: unknown): string {
  if (typeof cause !== "object" || cause === null) return "";
  if ("code" in cause && typeof cause.code === "string") return cause.code;
  return "cause" in cause ? codeOf(cause.cause) : "";
}

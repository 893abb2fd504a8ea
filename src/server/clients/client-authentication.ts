import type { IncomingMessage } from "node:http";
import { TLSSocket } from "node:tls";

/** Which clients may call the admission routes; probes of kubelets bring no certificate and need none. */
export interface ClientAuthentication {
  /** PEM of the authorities whose certificates are accepted. */
  readonly authorities: string;
  /** Common names that are accepted; every one where there are none. */
  readonly names: readonly string[];
}

/** Why the client of a request is not let in, undefined if it is. */
export function clientRefusal({ socket }: IncomingMessage, names: readonly string[]): string | undefined {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return "a client certificate of the configured authority is required";
  if (names.length === 0) return undefined;
  const { CN } = socket.getPeerCertificate().subject ?? {};
  return typeof CN === "string" && names.includes(CN)
    ? undefined
    : "the name of the client certificate is not one of server.clientNames";
}

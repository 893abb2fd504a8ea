import { type Command, InvalidArgumentError } from "commander";
import type { ClientChoice } from "#kubernetes/api/client.ts";
import { parseDuration } from "#model/findings/duration-text.ts";

/** Which cluster, and as whom: the flags have the names and meanings that they have in kubectl. */
export interface ClusterOptions {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly server?: string;
  readonly token?: string;
  readonly insecureSkipTlsVerify?: boolean;
  readonly as?: string;
  readonly asGroup?: readonly string[];
  readonly asUid?: string;
  /** Seconds; 0 for none. */
  readonly requestTimeout?: number;
}

export const withClusterOptions = (command: Command): Command =>
  command
    .option("--kubeconfig <file>", "kubeconfig file (default: KUBECONFIG, then ~/.kube/config)")
    .option("--context <name>", "kubeconfig context")
    .option("-s, --server <address>", "address of the API server, in place of the context's")
    .option("--token <token>", "bearer token, in place of the context's user")
    .option("--insecure-skip-tls-verify", "accept any certificate of the API server")
    .option("--as <name>", "user to impersonate")
    .option("--as-group <name>", "group to impersonate (repeatable)", appended)
    .option("--as-uid <uid>", "UID to impersonate")
    .option("--request-timeout <duration>", "longest wait for an answer of the API server, such as 5s", timeout);

export const appended = (value: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), value];

function timeout(text: string): number {
  const read = parseDuration(text);
  if (!read.ok) throw new InvalidArgumentError(`Expected ${read.accepted}.`);
  return read.seconds;
}

export function clientChoice(options: ClusterOptions): ClientChoice {
  const { kubeconfig, context, server, token, insecureSkipTlsVerify, as, asGroup, asUid, requestTimeout } = options;
  return {
    kubeconfig,
    context,
    server,
    token,
    insecureSkipTlsVerify,
    headers: {
      ...(as === undefined ? {} : { "Impersonate-User": as }),
      ...(asGroup === undefined ? {} : { "Impersonate-Group": asGroup }),
      ...(asUid === undefined ? {} : { "Impersonate-Uid": asUid }),
    },
    timeoutMs: requestTimeout === undefined ? undefined : requestTimeout * 1000,
  };
}

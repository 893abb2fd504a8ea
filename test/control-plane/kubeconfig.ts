import { stringify } from "yaml";
import type { KeyPair } from "./certificates.ts";

/** A kubeconfig with its certificates embedded, so that the file can be copied anywhere. */
export function kubeconfig(server: string, ca: string, user: KeyPair): string {
  const name = "outlive-test";
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name, cluster: { server, "certificate-authority-data": base64(ca) } }],
    users: [{ name, user: { "client-certificate-data": base64(user.certificate), "client-key-data": base64(user.key) } }],
    contexts: [{ name, context: { cluster: name, user: name, namespace: "default" } }],
    "current-context": name,
  });
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

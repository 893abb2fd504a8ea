import { stringify } from "yaml";

/** A kubeconfig of whom a bearer token stands for. `ca` is PEM. */
export const tokenKubeconfig = (server: string, ca: string, token: string): string =>
  stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "plane", cluster: { server, "certificate-authority-data": Buffer.from(ca).toString("base64") } }],
    users: [{ name: "outlive", user: { token } }],
    contexts: [{ name: "plane", context: { cluster: "plane", user: "outlive" } }],
    "current-context": "plane",
  });

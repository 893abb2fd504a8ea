import { readFileSync, writeFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import type { ApiClient } from "#kubernetes/api/client.ts";

type Manifest = { readonly metadata: { readonly name: string } } & Record<string, unknown>;

export const collections = {
  namespaces: "/api/v1/namespaces",
  pods: (namespace: string): string => `/api/v1/namespaces/${namespace}/pods`,
  slices: (namespace: string): string => `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`,
} as const;

export const create = (client: ApiClient, path: string, manifest: Manifest): Promise<unknown> =>
  client.request(path, { method: "POST", body: JSON.stringify(manifest) }).then((answer) => answer.json());

export const patch = (client: ApiClient, path: string, change: object): Promise<unknown> =>
  client
    .request(path, { method: "PATCH", contentType: "application/merge-patch+json", body: JSON.stringify(change) })
    .then((answer) => answer.json());

export const remove = (client: ApiClient, path: string, options: object = {}): Promise<unknown> =>
  client.request(path, { method: "DELETE", body: JSON.stringify(options) }).then((answer) => answer.json());

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces";

/** A ServiceAccount that may do this in its namespace and nothing else. @returns its token */
export async function userWith(client: ApiClient, namespace: string, name: string, rules: readonly Rule[]): Promise<string> {
  const metadata = { name, namespace };
  await create(client, `/api/v1/namespaces/${namespace}/serviceaccounts`, { metadata });
  await create(client, `${rbac}/${namespace}/roles`, { metadata, rules });
  await create(client, `${rbac}/${namespace}/rolebindings`, {
    metadata,
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
    subjects: [{ kind: "ServiceAccount", name, namespace }],
  });
  const answer = await client.request(`/api/v1/namespaces/${namespace}/serviceaccounts/${name}/token`, {
    method: "POST",
    body: JSON.stringify({ apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: {} }),
  });
  return ((await answer.json()) as { readonly status: { readonly token: string } }).status.token;
}

/** The kubeconfig of a test's control plane with another user, another way to the server and another namespace. */
export function writeKubeconfig(
  from: string,
  file: string,
  change: { token?: string; port?: number; namespace?: string },
): string {
  const config = parse(readFileSync(from, "utf8")) as {
    clusters: { cluster: { server: string } }[];
    users: { user: object }[];
    contexts: { context: { namespace?: string } }[];
  };
  for (const { cluster } of config.clusters) {
    if (change.port !== undefined) cluster.server = `https://127.0.0.1:${change.port}`;
  }
  for (const user of config.users) if (change.token !== undefined) user.user = { token: change.token };
  for (const { context } of config.contexts) if (change.namespace !== undefined) context.namespace = change.namespace;
  writeFileSync(file, stringify(config));
  return file;
}

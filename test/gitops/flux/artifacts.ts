/** What source-controller does for the other controllers: archives behind HTTP, and a source object that says where. */

import { createHash } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Cluster } from "../cluster.ts";

export interface Artifacts {
  /** Makes `content` the artifact of the OCIRepository `name` in the namespace, at this revision. */
  readonly publish: (namespace: string, name: string, revision: string, content: Buffer) => Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function startArtifacts(cluster: Cluster): Promise<Artifacts> {
  const contents = new Map<string, Buffer>();
  const server = createServer(({ url = "" }, response) => {
    const content = contents.get(url);
    response.writeHead(content === undefined ? 404 : 200).end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    publish: async (namespace, name, revision, content) => {
      const digest = `sha256:${createHash("sha256").update(content).digest("hex")}`;
      const path = `/${namespace}/${name}/${digest.slice(7)}.tar.gz`;
      contents.set(path, content);
      const source = { apiVersion: "source.toolkit.fluxcd.io/v1", kind: "OCIRepository", metadata: { name, namespace } };
      await cluster.apply({ ...source, spec: { interval: "1h", url: "oci://registry.example/shop" } });
      const now = new Date().toISOString();
      const url = `http://127.0.0.1:${port}${path}`;
      const artifact = {
        path: path.slice(1),
        url,
        revision: `${revision}@${digest}`,
        digest,
        lastUpdateTime: now,
        size: content.length,
      };
      const condition = { type: "Ready", status: "True", reason: "Succeeded", message: "stored", lastTransitionTime: now };
      const status = { observedGeneration: 1, artifact, conditions: [{ ...condition, observedGeneration: 1 }] };
      const patch = ["--subresource=status", "--type=merge", "-p", JSON.stringify({ status })];
      const { code, stderr } = await cluster.kubectl(["-n", namespace, "patch", "ocirepository", name, ...patch]);
      if (code !== 0) throw new Error(stderr);
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** An API server that lists as many objects as it is given counts of, and then has no events. */
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { manifests, review } from "../pod-review.ts";

/** By the plural name. */
type Counts = Readonly<Record<string, number>>;

export const fullCounts: Counts = { pods: 10_000, services: 2_000, ingresses: 2_000 };
export const emptyCounts: Counts = {};

interface ListedCluster {
  /** A file. */
  readonly kubeconfig: string;
  close(): void;
}

export async function listedCluster(counts: Counts): Promise<ListedCluster> {
  const server = createServer((request, response) => answer(new URL(request.url ?? "/", "http://server"), counts, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const folder = mkdtempSync(join(tmpdir(), "outlive-bench-"));
  const kubeconfig = join(folder, "config");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const named = { name: "bench" };
  const contexts = [{ ...named, context: { cluster: "bench", user: "bench" } }];
  const clusters = [{ ...named, cluster: { server: url } }];
  writeFileSync(kubeconfig, JSON.stringify({ clusters, users: [{ ...named, user: {} }], contexts, "current-context": "bench" }));
  return {
    kubeconfig,
    close: () => {
      server.closeAllConnections();
      server.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Five Pods for a Service, forty Services for a namespace. */
const place = (index: number, perService: number): { readonly namespace: string; readonly app: string } => {
  const service = Math.floor(index / perService);
  return { namespace: `team-${Math.floor(service / 40)}`, app: `shop-${service}` };
};

const [serviceSample, ingressSample] = [manifests[1], manifests[2]] as readonly [object, object];

function objectOf(plural: string, index: number): object {
  const { namespace, app } = place(index, plural === "pods" ? 5 : 1);
  const own = {
    namespace,
    uid: crypto.randomUUID(),
    resourceVersion: String(index + 1),
    creationTimestamp: "2026-01-01T00:00:00Z",
  };
  switch (plural) {
    case "pods": {
      const { apiVersion: _, kind: __, ...pod } = review.request.object;
      const labels = {
        "app.kubernetes.io/name": app,
        "app.kubernetes.io/instance": app,
        "app.kubernetes.io/managed-by": "Helm",
        "app.kubernetes.io/version": "1.27.3",
        "pod-template-hash": `5d8c7b9f${index % 5}`,
      };
      return {
        ...pod,
        metadata: { ...pod.metadata, ...own, name: `${app}-5d8c7b9f${index % 5}-${index}`, labels },
        status: { phase: "Running" },
      };
    }
    case "services":
      return {
        ...serviceSample,
        metadata: { ...own, name: app },
        spec: { selector: { "app.kubernetes.io/name": app }, ports: [{ name: "http", port: 80 }] },
      };
    default: {
      const text = JSON.stringify(ingressSample).replaceAll('"name":"shop"', `"name":"${app}"`);
      const ingress = JSON.parse(text) as { readonly metadata: object };
      return { ...ingress, metadata: { ...ingress.metadata, ...own } };
    }
  }
}

function answer(url: URL, counts: Counts, response: ServerResponse): void {
  if (url.pathname === "/version") {
    response.end(JSON.stringify({ major: "1", minor: "36", gitVersion: "v1.36.3" }));
    return;
  }
  if (url.searchParams.has("watch")) {
    response.flushHeaders();
    return;
  }
  const plural = url.pathname.split("/").at(-1) ?? "";
  const start = Number(url.searchParams.get("continue") ?? 0);
  const count = counts[plural] ?? 0;
  const end = Math.min(count, start + Number(url.searchParams.get("limit")));
  const items = Array.from({ length: end - start }, (_, index) => objectOf(plural, start + index));
  response.end(
    JSON.stringify({ metadata: { resourceVersion: "1000000", ...(end < count ? { continue: String(end) } : {}) }, items }),
  );
}

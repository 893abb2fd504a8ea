/**
 * How long `outlive audit` takes, and how much memory, on a real API server with 10,000 Pods of 2,000 Deployments behind 2,000 Services
 * and Ingresses in 50 namespaces, and how large its page is. Takes some minutes, nearly all of them for creating.
 *
 *     node bench/audit.ts
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { type ApiClient, createClient } from "#kubernetes/api/client.ts";
import { startControlPlane } from "../test/control-plane/control-plane.ts";

const counts = { namespaces: 50, workloads: 2_000, podsEach: 5 };
const atOnce = 50;

interface Made {
  readonly path: string;
  readonly object: object;
}

const namespaceOf = (index: number): string => `team-${index % counts.namespaces}`;

function* madeOf(index: number): Generator<Made> {
  const namespace = namespaceOf(index);
  const name = `shop-${index}`;
  const labels = { app: name };
  const containers = [{ name: "app", image: "shop:1", ports: [{ containerPort: 8080 }] }];
  yield {
    path: `/apis/apps/v1/namespaces/${namespace}/deployments`,
    object: {
      metadata: { name },
      spec: {
        replicas: counts.podsEach,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers } },
      },
    },
  };
  yield {
    path: `/api/v1/namespaces/${namespace}/services`,
    object: {
      metadata: { name },
      spec: { clusterIP: "None", selector: labels, ports: [{ name: "http", port: 80, targetPort: 8080 }] },
    },
  };
  yield {
    path: `/apis/networking.k8s.io/v1/namespaces/${namespace}/ingresses`,
    object: {
      metadata: {
        name,
        annotations: { "alb.ingress.kubernetes.io/target-type": "ip", "kubernetes.io/ingress.class": "alb" },
      },
      spec: { defaultBackend: { service: { name, port: { number: 80 } } } },
    },
  };
  const controller = {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    name: `${name}-5d8c7b9f4`,
    uid: `uid-${index}`,
    controller: true,
  };
  for (let pod = 0; pod < counts.podsEach; pod += 1) {
    yield {
      path: `/api/v1/namespaces/${namespace}/pods`,
      object: {
        metadata: {
          name: `${name}-${pod}`,
          labels: { ...labels, "pod-template-hash": "5d8c7b9f4" },
          ownerReferences: [controller],
        },
        spec: { containers },
      },
    };
  }
}

async function createAll(client: ApiClient): Promise<void> {
  const made = (function* () {
    for (let index = 0; index < counts.workloads; index += 1) yield* madeOf(index);
  })();
  const worker = async (): Promise<void> => {
    for (const { path, object } of made) {
      await (await client.request(path, { method: "POST", body: JSON.stringify(object) })).json();
    }
  };
  for (let index = 0; index < counts.namespaces; index += 1) {
    const body = JSON.stringify({ metadata: { name: namespaceOf(index) } });
    await (await client.request("/api/v1/namespaces", { method: "POST", body })).json();
  }
  await Promise.all(Array.from({ length: atOnce }, worker));
}

interface Run {
  readonly seconds: number;
  /** The most resident memory that the process had. */
  readonly megabytes: number;
  readonly bytes: number;
}

async function auditRun(kubeconfig: string, format: string): Promise<Run> {
  const begun = performance.now();
  const args = ["bin/outlive.js", "audit", "--kubeconfig", kubeconfig, "-o", format, "-q"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let bytes = 0;
  let kilobytes = 0;
  child.stdout.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
  });
  const ended = new Promise<void>((resolve) => child.on("close", () => resolve()));
  let running = true;
  void ended.then(() => {
    running = false;
  });
  while (running) {
    kilobytes = Math.max(kilobytes, highWater(child.pid ?? 0));
    await Promise.race([ended, pause(50)]);
  }
  return { seconds: (performance.now() - begun) / 1000, megabytes: kilobytes / 1024, bytes };
}

function highWater(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

const plane = await startControlPlane({ controllers: false });
const client = createClient({ kubeconfig: plane.kubeconfig });
try {
  process.stdout.write(`${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}\n`);
  const begun = performance.now();
  await createAll(client);
  process.stdout.write(`created ${JSON.stringify(counts)} in ${((performance.now() - begun) / 1000).toFixed(1)} s\n`);
  for (const format of ["table", "json", "html"]) {
    const { seconds, megabytes, bytes } = await auditRun(plane.kubeconfig, format);
    process.stdout.write(
      `audit -o ${format}: ${seconds.toFixed(1)} s, ${megabytes.toFixed(0)} MB, ${(bytes / 1e6).toFixed(1)} MB printed\n`,
    );
  }
} finally {
  await client.close();
  await plane.stop();
}

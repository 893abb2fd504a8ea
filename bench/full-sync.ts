/**
 * How long a full sync takes through a real API server: 10,000 Pods, 2,000 Services and 2,000 Ingresses are created, then a live view
 * is started several times and timed until it holds them all. Takes about a minute, most of it for creating.
 *
 *     node bench/full-sync.ts
 */
import { cpus } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { systemClock } from "#clock/clock.ts";
import { type ApiClient, createClient } from "#kubernetes/api/client.ts";
import { LiveView } from "#kubernetes/watch/live-view.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";
import { startControlPlane } from "../test/control-plane/control-plane.ts";

const counts = { pods: 10_000, services: 2_000, ingresses: 2_000 };
const runs = 5;
const atOnce = 50;
const namespace = "bench";

const core = `/api/v1/namespaces/${namespace}`;

const podAt = (index: number): object => ({
  metadata: { name: `shop-${index}`, labels: { app: `shop-${index % counts.services}`, "pod-template-hash": "5d8c7b9f4" } },
  spec: {
    containers: [
      { name: "app", image: "shop:1", ports: [{ containerPort: 8080 }], lifecycle: { preStop: { sleep: { seconds: 20 } } } },
    ],
  },
});

const serviceAt = (index: number): object => ({
  metadata: { name: `shop-${index}` },
  spec: { clusterIP: "None", selector: { app: `shop-${index}` }, ports: [{ name: "http", port: 80, targetPort: 8080 }] },
});

const ingressAt = (index: number): object => ({
  metadata: {
    name: `shop-${index}`,
    annotations: { "alb.ingress.kubernetes.io/target-type": "ip", "kubernetes.io/ingress.class": "alb" },
  },
  spec: { defaultBackend: { service: { name: `shop-${index}`, port: { number: 80 } } } },
});

async function createAll(client: ApiClient, path: string, count: number, objectAt: (index: number) => object): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) {
      const answer = await client.request(path, { method: "POST", body: JSON.stringify(objectAt(next++)) });
      await answer.json();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

/** Milliseconds from the start of a view until every kind has been listed. */
async function syncOnce(client: ApiClient): Promise<number> {
  const live = new LiveView({ kinds: watchedKinds, client, clock: systemClock, random: Math.random });
  const begun = performance.now();
  live.start();
  while (!live.synced()) await pause(5);
  const ms = performance.now() - begun;
  const held = live.view.indexed("Pod", "label", `${namespace}/pod-template-hash=5d8c7b9f4`).length;
  if (held !== counts.pods) throw new Error(`the view holds ${held} Pods of ${counts.pods}`);
  await live.stop();
  return ms;
}

const plane = await startControlPlane({ controllers: false });
const client = createClient({ kubeconfig: plane.kubeconfig });
try {
  process.stdout.write(`${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}\n`);
  const begun = performance.now();
  await (
    await client.request("/api/v1/namespaces", { method: "POST", body: JSON.stringify({ metadata: { name: namespace } }) })
  ).json();
  await createAll(client, `${core}/pods`, counts.pods, podAt);
  await createAll(client, `${core}/services`, counts.services, serviceAt);
  await createAll(client, `/apis/networking.k8s.io/v1/namespaces/${namespace}/ingresses`, counts.ingresses, ingressAt);
  process.stdout.write(`created ${JSON.stringify(counts)} in ${((performance.now() - begun) / 1000).toFixed(1)} s\n`);
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) times.push(await syncOnce(client));
  const sorted = times.toSorted((a, b) => a - b).map((ms) => `${Math.round(ms)}`);
  process.stdout.write(`full sync, ${runs} runs: ${sorted.join(", ")} ms; median ${sorted[Math.floor(runs / 2)]} ms\n`);
} finally {
  await client.close();
  await plane.stop();
}

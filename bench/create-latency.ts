/**
 * What a Pod creation costs the client of a real API server: dry-run creates, in turns, in namespaces that call no webhook, the product,
 * a bare webhook with the same patch, a MutatingAdmissionPolicy that sets the same inside the API server, the floor as it is exported, and
 * the floor with the product behind it, which takes it away again. Takes about a minute.
 *
 *     node bench/create-latency.ts [--rounds 300]
 */
import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { localCertificates } from "#cli/local-certificates.ts";
import { parametersConfigMap } from "#floor/floor-parameters.ts";
import { mutatingBinding, mutatingPolicy } from "#floor/floor-policy.ts";
import { type ApiClient, createClient } from "#kubernetes/api/client.ts";
import { objectAt } from "#model/kubernetes/json.ts";
import { startControlPlane } from "../test/control-plane/control-plane.ts";
import { freePorts } from "../test/control-plane/ports.ts";
import { manifests, pod } from "./pod-review.ts";
import { row } from "./row.ts";

const ways = ["none", "policy", "floor", "bare", "product", "both"] as const;
type TrafficPath = (typeof ways)[number];

const { values } = parseArgs({ options: { rounds: { type: "string", default: "300" } } });
const rounds = Number(values.rounds);
const warmUp = 30;

const containers = pod.spec.containers.map(({ name }) => name);
const patch = [
  ...containers.map((_, index) => ({
    op: "add",
    path: `/spec/containers/${index}/lifecycle`,
    value: { preStop: { sleep: { seconds: 40 } } },
  })),
  { op: "replace", path: "/spec/terminationGracePeriodSeconds", value: 50 },
];

const namespaceOf = (way: TrafficPath): string => `bench-${way}`;

const path = (kind: string, namespace?: string): string => {
  const places: Readonly<Record<string, string>> = {
    Namespace: "/api/v1/namespaces",
    Service: `/api/v1/namespaces/${namespace}/services`,
    ConfigMap: `/api/v1/namespaces/${namespace}/configmaps`,
    Ingress: `/apis/networking.k8s.io/v1/namespaces/${namespace}/ingresses`,
    IngressClass: "/apis/networking.k8s.io/v1/ingressclasses",
    MutatingWebhookConfiguration: "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations",
    MutatingAdmissionPolicy: "/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicies",
    MutatingAdmissionPolicyBinding: "/apis/admissionregistration.k8s.io/v1/mutatingadmissionpolicybindings",
  };
  return places[kind] ?? "";
};

interface Raw {
  readonly [field: string]: unknown;
  readonly apiVersion?: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

const create = (client: ApiClient, object: Raw) =>
  client.request(path(object.kind, object.metadata.namespace), { method: "POST", body: JSON.stringify(object) });

const only = (way: TrafficPath) => ({ matchLabels: { "kubernetes.io/metadata.name": namespaceOf(way) } });

const webhook = (way: TrafficPath, port: number, url: string, caBundle: string): Raw =>
  ({
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "MutatingWebhookConfiguration",
    metadata: { name: way },
    webhooks: [
      {
        name: `${way}.bench.outlive.dev`,
        clientConfig: { url: `https://127.0.0.1:${port}${url}`, caBundle: Buffer.from(caBundle).toString("base64") },
        rules: [{ apiGroups: [""], apiVersions: ["v1"], resources: ["pods"], operations: ["CREATE"] }],
        namespaceSelector: only(way),
        sideEffects: "None",
        admissionReviewVersions: ["v1"],
        failurePolicy: "Fail",
      },
    ],
  }) as Raw;

/** As `outlive export` prints it, but for the namespaces in which it acts. */
const floor = [
  mutatingPolicy(),
  {
    ...mutatingBinding(),
    spec: {
      ...objectAt(mutatingBinding(), "spec"),
      matchResources: {
        namespaceSelector: {
          matchExpressions: [
            { key: "kubernetes.io/metadata.name", operator: "In", values: ["floor", "both"].map((way) => `bench-${way}`) },
          ],
        },
      },
    },
  },
  ...(["floor", "both"] as const).map((way) =>
    parametersConfigMap({ namespace: namespaceOf(way), sleep: 40, grace: 50, from: "this benchmark" }),
  ),
] as unknown as readonly Raw[];

const api = "admissionregistration.k8s.io/v1";
const sleeping = `Object.spec.containers{name: c.name, lifecycle: Object.spec.containers.lifecycle{preStop: Object.spec.containers.lifecycle.preStop{sleep: Object.spec.containers.lifecycle.preStop.sleep{seconds: 40}}}}`;
const policy = [
  {
    apiVersion: api,
    kind: "MutatingAdmissionPolicy",
    metadata: { name: "bench" },
    spec: {
      matchConstraints: {
        resourceRules: [{ apiGroups: [""], apiVersions: ["v1"], resources: ["pods"], operations: ["CREATE"] }],
      },
      failurePolicy: "Fail",
      reinvocationPolicy: "Never",
      mutations: [
        {
          patchType: "ApplyConfiguration",
          applyConfiguration: {
            expression: `Object{spec: Object.spec{terminationGracePeriodSeconds: 50, containers: object.spec.containers.map(c, ${sleeping})}}`,
          },
        },
      ],
    },
  },
  {
    apiVersion: api,
    kind: "MutatingAdmissionPolicyBinding",
    metadata: { name: "bench" },
    spec: { policyName: "bench", matchResources: { namespaceSelector: only("policy") } },
  },
] as readonly Raw[];

/** Milliseconds of one dry-run create, and whether the stored Pod would sleep. */
async function dryRun(
  client: ApiClient,
  way: TrafficPath,
  template: string,
): Promise<{ readonly ms: number; readonly sleeps: boolean }> {
  const { serviceAccountName: _account, volumes: _volumes, priority: _priority, ...spec } = pod.spec;
  const plain = spec.containers.map(({ volumeMounts: _mounts, ...container }) => container);
  const body = JSON.stringify({
    ...pod,
    // Each template has a ReplicaSet of its own, after which its Pods are named.
    metadata: {
      ...pod.metadata,
      generateName: `shop-${template}-`,
      namespace: namespaceOf(way),
      annotations: { "checksum/config": template },
    },
    spec: { ...spec, containers: plain },
  });
  const begun = performance.now();
  const answer = await client.request(`/api/v1/namespaces/${namespaceOf(way)}/pods?dryRun=All`, { method: "POST", body });
  const stored = JSON.stringify(await answer.json());
  return { ms: performance.now() - begun, sleeps: stored.includes('"preStop":{"sleep":{"seconds":40}}') };
}

type Times = Readonly<Record<TrafficPath, readonly number[]>>;

/** Pods of one template, and in the same rounds Pods of which each is the first of its template. */
async function measure(client: ApiClient): Promise<Readonly<Record<"alike" | "unseen", Times>>> {
  const times = {
    alike: { none: [], policy: [], floor: [], bare: [], product: [], both: [] } as Record<TrafficPath, number[]>,
    unseen: { none: [], policy: [], floor: [], bare: [], product: [], both: [] } as Record<TrafficPath, number[]>,
  };
  const each = ways.flatMap((way) => (["alike", "unseen"] as const).map((pods) => ({ way, pods })));
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const { way, pods } of each) {
      const { ms, sleeps } = await dryRun(client, way, pods === "alike" ? "same" : `round${round + warmUp}`);
      if (sleeps !== (way !== "none")) throw new Error(`${way}: the Pod was not stored as planned`);
      if (round >= 0) times[pods][way].push(ms);
    }
  }
  return times;
}

const median = (times: readonly number[]): number => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? Number.NaN;

function report(pods: string, times: Times): void {
  const base = median(times.none);
  process.stdout.write(`${pods}:\n`);
  for (const way of ways)
    process.stdout.write(
      `  ${way.padEnd(8)} median ${median(times[way]).toFixed(2)} ms   added ${(median(times[way]) - base).toFixed(2)} ms\n`,
    );
  const added = (way: TrafficPath): string => ((median(times.product) - base) / (median(times[way]) - base)).toFixed(2);
  const against = (way: TrafficPath): string => (median(times[way]) / median(times.product)).toFixed(2);
  process.stdout.write(
    `  against the product: the floor alone ${against("floor")} ×, the floor with the product ${against("both")} ×\n`,
  );
  row({
    what: `time of a Pod CREATE through the API server against a bare webhook, ${pods}`,
    value: median(times.product) / median(times.bare),
    unit: "×",
    target: { atMost: 1.05 },
    note: `added time ${added("bare")} × the bare webhook's, ${added("policy")} × the same MutatingAdmissionPolicy's; medians of ${rounds}, in turns`,
  });
}

const folder = mkdtempSync(join(tmpdir(), "outlive-bench-"));
const children: ChildProcess[] = [];
const plane = await startControlPlane({ controllers: false });
const client = createClient({ kubeconfig: plane.kubeconfig });
try {
  const [bare = 0, product = 0, metrics = 0] = await freePorts(3);
  const { authority, leaf } = await localCertificates({ dns: ["localhost"], ip: ["127.0.0.1"] }, 1, new Date());
  writeFileSync(join(folder, "tls.crt"), leaf.certificate);
  writeFileSync(join(folder, "tls.key"), leaf.key);
  const encoded = Buffer.from(JSON.stringify(patch)).toString("base64");
  const bareChild = fork(join(import.meta.dirname, "bare-webhook.ts"), [leaf.certificate, leaf.key, String(bare), encoded]);
  children.push(bareChild);
  await once(bareChild, "message");
  const served = [
    "serve",
    "--kubeconfig",
    plane.kubeconfig,
    "--host",
    "127.0.0.1",
    "--port",
    String(product),
    "--metrics-port",
    String(metrics),
  ];
  children.push(
    spawn(
      process.execPath,
      [
        join(import.meta.dirname, "../bin/outlive.js"),
        ...served,
        "--certificate",
        join(folder, "tls.crt"),
        "--key",
        join(folder, "tls.key"),
      ],
      {
        stdio: "ignore",
      },
    ),
  );
  for (const way of ways) {
    await create(client, {
      kind: "Namespace",
      metadata: { name: namespaceOf(way), labels: { "outlive.dev/mode": "enforce" } },
    } as Raw);
  }
  for (const object of manifests as unknown as readonly Raw[]) {
    if (object.kind === "IngressClass") await create(client, object);
    else if (object.kind !== "Namespace")
      for (const way of ["product", "both"] as const)
        await create(client, { ...object, metadata: { ...object.metadata, namespace: namespaceOf(way) } });
  }
  for (const object of [...policy, ...floor]) await create(client, object);
  await create(client, webhook("bare", bare, "/", authority.certificate));
  await create(client, webhook("product", product, "/mutate", authority.certificate));
  await create(client, webhook("both", product, "/mutate", authority.certificate));
  for (let tries = 0; tries < 100; tries += 1) {
    const ready = await Promise.all(
      ways.slice(1).map((way) =>
        dryRun(client, way, "same").then(
          ({ sleeps }) => sleeps,
          () => false,
        ),
      ),
    );
    if (ready.every(Boolean)) break;
    await pause(200);
  }
  const measured = await measure(client);
  process.stdout.write(
    `${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}; ${rounds} dry-run creates each, in turns\n`,
  );
  report("Pods of one template", measured.alike);
  report("Pods never seen before", measured.unseen);
} finally {
  for (const child of children) child.kill("SIGKILL");
  await client.close();
  await plane.stop();
  rmSync(folder, { recursive: true });
}

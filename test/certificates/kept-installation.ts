/** Replicas that keep their own certificates against the shared API server, as a ServiceAccount with the permissions of the lists alone. */
import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { connect } from "node:tls";
import { inject } from "vitest";
import { stringify } from "yaml";
import { LineCollector } from "#cli/line-collector.ts";
import type { CertificatePace } from "#cli/serve/certificate-choice.ts";
import { type RunningWebhook, runWebhook } from "#cli/serve/running-webhook.ts";
import { systemClock, type Timers } from "#clock/clock.ts";
import { type ApiClient, createClient } from "#kubernetes/api/client.ts";
import { readPermissions } from "#kubernetes/api/read-permissions.ts";
import { selfCertificatePermissions } from "#kubernetes/api/write-permissions.ts";
import { at } from "#kubernetes/objects/lenient-json.ts";
import { watchedKinds } from "#load-balancers/watched-kinds.ts";

const rbac = "rbac.authorization.k8s.io";
const pace: CertificatePace = { lookMs: 300, waitingMs: 100, propagationMs: 1_500, leaseSeconds: 3 };

export interface KeptInstallation {
  readonly namespace: string;
  readonly client: ApiClient;
  readonly clock: Timers & { moveTo(day: number): void };
  readonly start: (identity: string) => Promise<KeptReplica>;
  /** Registers one mutating webhook for each replica, for Pods of the namespace, failing closed. */
  readonly register: (...replicas: readonly KeptReplica[]) => Promise<void>;
  /** One more that Outlive does not know of, with a bundle of its own. */
  readonly registerUnkept: (replica: KeptReplica, bundle: string) => Promise<void>;
  readonly unregister: (configuration: string) => Promise<void>;
  readonly secret: () => Promise<Readonly<Record<string, string>>>;
  readonly deleteSecret: () => Promise<void>;
  readonly bundle: (configuration: string) => Promise<string>;
  readonly revertBundle: (configuration: string) => Promise<void>;
  /** What the API server said against creating a Pod that has to come back injected; undefined when it did. */
  readonly createPod: () => Promise<string | undefined>;
  readonly stop: () => Promise<void>;
}

export interface KeptReplica {
  readonly identity: string;
  readonly webhook: RunningWebhook;
  readonly log: LineCollector;
  readonly readiness: () => Promise<{ readonly status: number; readonly text: string }>;
  /** SHA-256 of the certificate that a new connection is shown. */
  readonly served: () => Promise<string>;
  /** Whether a client that trusts the bundle alone takes it. */
  readonly isTaken: (bundle: string) => Promise<boolean>;
}

/** The certificates begin `daysAgo`, so that those that are made while the clock catches up are all valid for the API server. */
export async function installKept(namespace: string, daysAgo: number): Promise<KeptInstallation> {
  const plane = inject("controlPlane");
  const client = createClient({ kubeconfig: plane.kubeconfig });
  const folder = mkdtempSync(join(tmpdir(), "outlive-kept-"));
  const replicas: KeptReplica[] = [];
  const names = {
    secretName: "kept",
    leaseName: "kept",
    webhookConfigurations: { mutating: ["kept-one", "kept-two"], validating: ["kept"] },
  };
  let pods = 0;

  const post = async (path: string, object: object): Promise<unknown> =>
    (await client.request(path, { method: "POST", body: JSON.stringify(object) })).json();
  const remove = (path: string): Promise<unknown> =>
    client.request(path, { method: "DELETE" }).then(
      (answer) => answer.json(),
      () => undefined,
    );
  const get = async (path: string): Promise<unknown> => (await client.request(path)).json();

  await post("/api/v1/namespaces", { metadata: { name: namespace, labels: { "outlive.dev/mode": "enforce" } } });
  await grant(post, namespace, names);
  const token = await post(`/api/v1/namespaces/${namespace}/serviceaccounts/outlive/token`, {
    spec: { expirationSeconds: 3600 },
  });
  const kubeconfig = join(folder, "kubeconfig");
  writeFileSync(kubeconfig, kubeconfigOf(plane.server, plane.ca, String(at(token, "status", "token"))));
  const configFile = join(folder, "configuration.yaml");
  const tls = { mode: "self", ...names, extraNames: ["127.0.0.1"], caLifetime: "100d", leafLifetime: "90d" };
  writeFileSync(configFile, JSON.stringify({ tls }));

  let offsetMs = -daysAgo * dayMs;
  const clock = {
    ...systemClock,
    nowMs: () => Date.now() + offsetMs,
    moveTo: (day: number) => {
      offsetMs = day * dayMs;
    },
  };
  const secretPath = `/api/v1/namespaces/${namespace}/secrets/${names.secretName}`;
  const configurations = `/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations`;
  const validating = `/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations`;

  return {
    namespace,
    client,
    clock,
    start: async (identity) => {
      const log = new LineCollector();
      const certificates = { kind: "self", namespace, identity, clock, pace } as const;
      const sockets = { host: "127.0.0.1", port: 0, metricsPort: 0 };
      const webhook = await runWebhook(
        { configFile, kubeconfig, context: undefined, ...sockets, certificates, ownNamespace: undefined },
        log,
        () => {},
      );
      const replica = replicaOf(identity, webhook, log);
      replicas.push(replica);
      return replica;
    },
    register: async (...registered) => {
      for (const [index, { webhook }] of registered.entries())
        await post(configurations, mutating(names.webhookConfigurations.mutating[index] ?? "", namespace, webhook.port));
      const [{ webhook } = { webhook: { port: 0 } }] = registered;
      await post(validating, {
        ...mutating("kept", namespace, webhook.port, "/validate", "replicasets", "apps"),
        kind: "ValidatingWebhookConfiguration",
      });
    },
    registerUnkept: async ({ webhook }, bundle) => {
      const configuration = mutating("unkept", namespace, webhook.port);
      const caBundle = Buffer.from(bundle).toString("base64");
      await post(configurations, {
        ...configuration,
        webhooks: configuration.webhooks.map((each) => ({ ...each, clientConfig: { ...each.clientConfig, caBundle } })),
      });
    },
    unregister: async (name) => {
      await remove(`${configurations}/${name}`);
    },
    secret: async () => {
      const data = Object.entries((at(await get(secretPath), "data") ?? {}) as Record<string, string>);
      return Object.fromEntries(data.map(([key, value]) => [key, Buffer.from(value, "base64").toString()]));
    },
    deleteSecret: async () => {
      await remove(secretPath);
    },
    bundle: async (name) => bundleIn(await get(`${configurations}/${name}`)),
    revertBundle: async (name) => {
      const body = JSON.stringify([{ op: "remove", path: "/webhooks/0/clientConfig/caBundle" }]);
      const patch = { method: "PATCH", contentType: "application/json-patch+json", body } as const;
      await (await client.request(`${configurations}/${name}`, patch)).json();
    },
    createPod: async () => {
      pods += 1;
      try {
        const pod = await post(`/api/v1/namespaces/${namespace}/pods`, podNamed(`pod-${pods}`));
        return JSON.stringify(pod).includes('"preStop":{"sleep":{"seconds":7}}') ? undefined : "the Pod was not injected";
      } catch (error) {
        return (error as Error).message;
      }
    },
    stop: async () => {
      for (const name of [...names.webhookConfigurations.mutating, "unkept"]) await remove(`${configurations}/${name}`);
      await remove(`${validating}/kept`);
      await Promise.all(replicas.map(({ webhook }) => webhook.stop()));
      for (const kind of ["clusterroles", "clusterrolebindings"]) await remove(`/apis/${rbac}/v1/${kind}/${namespace}`);
      await remove(`/api/v1/namespaces/${namespace}/pods`);
      await remove(`/api/v1/namespaces/${namespace}`);
      await client.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const dayMs = 24 * 60 * 60 * 1000;

function replicaOf(identity: string, webhook: RunningWebhook, log: LineCollector): KeptReplica {
  const handshake = (ca: string | undefined): Promise<string> =>
    new Promise((resolve, reject) => {
      const options = ca === undefined ? { rejectUnauthorized: false } : { ca };
      const socket = connect({ host: "127.0.0.1", port: webhook.port, ...options }, () => {
        const fingerprint = new X509Certificate(socket.getPeerCertificate().raw).fingerprint256;
        socket.destroy();
        resolve(fingerprint);
      });
      socket.once("error", reject);
    });
  return {
    identity,
    webhook,
    log,
    readiness: () =>
      new Promise((resolve, reject) => {
        const options = { host: "127.0.0.1", port: webhook.port, path: "/readyz", rejectUnauthorized: false, agent: false };
        request(options, (answer) => {
          let text = "";
          answer.setEncoding("utf8").on("data", (chunk: string) => {
            text += chunk;
          });
          answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
        })
          .once("error", reject)
          .end();
      }),
    served: () => handshake(undefined),
    isTaken: (bundle) =>
      handshake(bundle).then(
        () => true,
        () => false,
      ),
  };
}

type Post = (path: string, object: object) => Promise<unknown>;

async function grant(post: Post, namespace: string, names: Parameters<typeof selfCertificatePermissions>[0]): Promise<void> {
  const written = selfCertificatePermissions(names);
  const rules = (scope: "cluster" | "own-namespace") =>
    written
      .filter((permission) => permission.scope === scope)
      .map(({ group, resource, resourceNames, verbs }) => ({ apiGroups: [group], resources: [resource], resourceNames, verbs }));
  const reading = readPermissions(watchedKinds).map(({ group, resource, verbs }) => ({
    apiGroups: [group],
    resources: [resource],
    verbs,
  }));
  const subjects = [{ kind: "ServiceAccount", name: "outlive", namespace }];
  const bound = (kind: string) => ({
    subjects,
    roleRef: { apiGroup: rbac, kind, name: namespace },
    metadata: { name: namespace },
  });
  await post(`/api/v1/namespaces/${namespace}/serviceaccounts`, { metadata: { name: "outlive" } });
  await post(`/apis/${rbac}/v1/namespaces/${namespace}/roles`, { metadata: { name: namespace }, rules: rules("own-namespace") });
  await post(`/apis/${rbac}/v1/namespaces/${namespace}/rolebindings`, bound("Role"));
  await post(`/apis/${rbac}/v1/clusterroles`, { metadata: { name: namespace }, rules: [...rules("cluster"), ...reading] });
  await post(`/apis/${rbac}/v1/clusterrolebindings`, bound("ClusterRole"));
}

const kubeconfigOf = (server: string, ca: string, token: string): string =>
  stringify({
    clusters: [{ name: "plane", cluster: { server, "certificate-authority-data": Buffer.from(ca).toString("base64") } }],
    users: [{ name: "outlive", user: { token } }],
    contexts: [{ name: "plane", context: { cluster: "plane", user: "outlive" } }],
    "current-context": "plane",
  });

const mutating = (name: string, namespace: string, port: number, path = "/mutate", resource = "pods", group = "") => ({
  apiVersion: "admissionregistration.k8s.io/v1",
  kind: "MutatingWebhookConfiguration",
  metadata: { name },
  webhooks: [
    {
      name: `${name}.outlive.dev`,
      clientConfig: { url: `https://127.0.0.1:${port}${path}` },
      rules: [{ apiGroups: [group], apiVersions: ["v1"], resources: [resource], operations: ["CREATE"], scope: "Namespaced" }],
      namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
      admissionReviewVersions: ["v1"],
      sideEffects: "None",
      timeoutSeconds: 5,
      failurePolicy: "Fail",
    },
  ],
});

const bundleIn = (configuration: unknown): string => {
  const [webhook] = at(configuration, "webhooks") as readonly unknown[];
  return Buffer.from(String(at(webhook, "clientConfig", "caBundle") ?? ""), "base64").toString();
};

const podNamed = (name: string): object => ({
  metadata: { name, annotations: { "outlive.dev/pre-stop": "7" } },
  spec: { containers: [{ name: "app", image: "app:1" }], automountServiceAccountToken: false },
});

/** Asks until it holds. */
export async function until(holds: () => Promise<boolean>, what: string): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    if (await holds()) return;
    await pause(50);
  }
  throw new Error(`waited 20 s for ${what}`);
}

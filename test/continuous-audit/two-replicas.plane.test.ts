/** Two processes and a leader that is killed: one writes, and then the other one does. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { stringify } from "yaml";
import { localCertificates } from "#cli/local-certificates.ts";
import { createKubectl } from "../control-plane/kubectl.ts";
import { attributesAnnotation, delay, deployment, ingress, service } from "../support/shop.ts";

const crds = join(import.meta.dirname, "crds");
const namespace = "two-replicas";
/** Where they run, which is never in scope. */
const ownNamespace = "two-replicas-system";
const names = ["one", "two"] as const;
type Name = (typeof names)[number];

const folder = mkdtempSync(join(tmpdir(), "outlive-two-replicas-"));
const processes = new Map<Name, ChildProcess>();
const plane = inject("controlPlane");
const kubectl = createKubectl(plane.kubectlPath, plane.kubeconfig);

async function must(args: readonly string[], input?: unknown): Promise<string> {
  const { code, stdout, stderr } = await kubectl(args, input === undefined ? {} : { input: JSON.stringify(input) });
  if (code !== 0) throw new Error(stderr);
  return stdout;
}
const apply = (...items: readonly object[]) => must(["apply", "-f", "-"], { apiVersion: "v1", kind: "List", items });

/** With an account of its own, so that the API server's audit log says who wrote. */
async function start(name: Name): Promise<void> {
  await apply(
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace: ownNamespace } },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name: `${namespace}-${name}` },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
      subjects: [{ kind: "ServiceAccount", name, namespace: ownNamespace }],
    },
  );
  const token = (await must(["-n", ownNamespace, "create", "token", name])).trim();
  const kubeconfig = join(folder, `${name}.kubeconfig`);
  writeFileSync(
    kubeconfig,
    stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [
        {
          name,
          cluster: { server: plane.server, "certificate-authority-data": Buffer.from(plane.ca).toString("base64") },
        },
      ],
      users: [{ name, user: { token } }],
      contexts: [{ name, context: { cluster: name, user: name } }],
      "current-context": name,
    }),
  );
  const { leaf } = await localCertificates({ dns: ["localhost"], ip: [] }, 1, new Date());
  writeFileSync(join(folder, "tls.crt"), leaf.certificate);
  writeFileSync(join(folder, "tls.key"), leaf.key);
  const configuration = join(folder, "configuration.yaml");
  writeFileSync(configuration, stringify({ reports: { enabled: true, events: true } }));
  const program = join(import.meta.dirname, "../../bin/outlive.js");
  const files = ["--certificate", join(folder, "tls.crt"), "--key", join(folder, "tls.key")];
  const ports = ["--host", "127.0.0.1", "--port", "0", "--metrics-port", "0"];
  const log = openSync(join(folder, `${name}.log`), "a");
  processes.set(
    name,
    spawn(process.execPath, [program, "serve", "--config", configuration, "--kubeconfig", kubeconfig, ...files, ...ports], {
      env: { ...process.env, POD_NAMESPACE: ownNamespace },
      stdio: ["ignore", log, log],
    }),
  );
}

interface Write {
  readonly by: string;
  readonly atMs: number;
}

/** Who wrote reports and Events, in the order of the API server's audit log. */
const writes = (): readonly Write[] =>
  readFileSync(plane.auditLogPath, "utf8")
    .split("\n")
    .filter((line) => line.includes(`"namespace":"${namespace}"`) && line.includes('"resource":"reports"') && line.endsWith("}"))
    .map((line) => JSON.parse(line) as { user: { username: string }; requestReceivedTimestamp: string })
    .map(({ user, requestReceivedTimestamp }) => ({
      by: user.username.split(":").at(-1) ?? "",
      atMs: Date.parse(requestReceivedTimestamp),
    }))
    .toSorted((a, b) => a.atMs - b.atMs);

/** What both processes have written, for a test that fails. */
const logs = (): string =>
  names.map((name) => `${name}: ${readFileSync(join(folder, `${name}.log`), "utf8").slice(-2_000)}`).join("\n");

const writers = (): readonly string[] => [...new Set(writes().map(({ by }) => by))];

async function until(
  holds: () => boolean,
  what: string,
  seconds: number,
  meanwhile = async (): Promise<void> => {},
): Promise<void> {
  const deadlineMs = Date.now() + seconds * 1000;
  while (!holds()) {
    if (Date.now() > deadlineMs) throw new Error(`waited ${seconds} s for ${what}; ${logs()}`);
    await meanwhile();
    await pause(1_000);
  }
}

beforeAll(async () => {
  await must(["apply", "--server-side", "-f", crds]);
  await must(["wait", "--for=condition=Established", "--timeout=30s", "-f", crds]);
  await apply(
    { apiVersion: "v1", kind: "Namespace", metadata: { name: ownNamespace } },
    { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, labels: { "outlive.dev/mode": "audit" } } },
  );
  await apply(service(namespace), ingress(namespace, delay(35)), deployment(namespace, { replicas: 0 }));
});
afterAll(async () => {
  for (const process of processes.values()) process.kill("SIGKILL");
  await kubectl(["delete", "--ignore-not-found", "clusterrolebinding", ...names.map((name) => `${namespace}-${name}`)]);
  await kubectl(["delete", "--ignore-not-found", "-f", crds]);
  rmSync(folder, { recursive: true, force: true });
});

test("when the leader is killed, the other one writes what is left to write, and nobody else", { timeout: 240_000 }, async () => {
  for (const name of names) await start(name);
  await until(() => writes().length > 0, "the first report", 60);
  const [leader] = writers();
  let raised = 35;
  // There is always something to write, so that whoever may write does.
  const raise = async (): Promise<void> => {
    raised += 1;
    await must(["-n", namespace, "annotate", "--overwrite", "ingress/shop", `${attributesAnnotation}=${delay(raised)}`]);
  };
  await until(() => writes().length > 2, "more writes", 60, raise);
  expect(writers()).toEqual([leader]);
  processes.get(leader as Name)?.kill("SIGKILL");
  const killedAtMs = Date.now();
  await until(() => writers().length > 1, "the other one to write", 90, raise);
  await raise();
  await pause(15_000);
  const all = writes();
  const taken = all.findIndex(({ by }) => by !== leader);
  expect(all.slice(taken).every(({ by }) => by !== leader)).toBe(true);
  // Nobody wrote while the Lease of the dead leader was to be respected: at least three quarters of 40 s less one renewal.
  expect((all[taken]?.atMs ?? 0) - killedAtMs).toBeGreaterThan(20_000);
  const { stdout } = await kubectl(["-n", namespace, "get", "events.events.k8s.io", "-o", "json"]);
  expect(stdout).toContain("outlive.dev/audit");
});

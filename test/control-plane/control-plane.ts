import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { apiServer } from "./api-server.ts";
import { auditPolicy } from "./audit-policy.ts";
import { type BinaryPaths, provideBinaries } from "./binaries.ts";
import { CONTROL_PLANE } from "./binary-table.ts";
import type { Authority } from "./certificates.ts";
import { controllerManager, scheduler } from "./controllers.ts";
import { etcd, etcdUrl } from "./etcd.ts";
import { kubeconfig } from "./kubeconfig.ts";
import { createKubectl, type Kubectl } from "./kubectl.ts";
import { type PkiFolder, writePki } from "./pki-folder.ts";
import { freePorts, LOOPBACK } from "./ports.ts";
import { answersOk } from "./probe.ts";
import { type Program, type RunningProcess, startProcess, stopProcess, waitUntilReady } from "./processes.ts";
import { startWatchdog, type Watchdog } from "./watchdog.ts";

const ATTEMPTS = 3;
const READY_MS = 60_000;
const GRACE_MS = 5_000;

/** Where the programs run and listen: another network needs both its address there, as seen from here, and a way in. */
export type Place = { readonly address: string; readonly enter: (program: Program) => Program };

const HERE: Place = { address: LOOPBACK, enter: (program) => program };

export type ControlPlaneOptions = {
  readonly place?: Place;
  /** kube-controller-manager and kube-scheduler too (default), so that a Deployment gets Pods. */
  readonly controllers?: boolean;
  readonly admissionPlugins?: readonly string[];
  readonly apiServerArgs?: readonly string[];
  readonly auditLog?: boolean;
};

export type ControlPlane = {
  readonly server: string;
  readonly ca: string;
  /** Issues what further clients sign in with. */
  readonly authority: Authority;
  /** Path of a kubeconfig whose user may do everything. */
  readonly kubeconfig: string;
  readonly kubectl: Kubectl;
  readonly kubectlPath: string;
  /** The API server writes an entry about when it answers: read it by polling. */
  readonly auditLogPath: string | undefined;
  readonly dataDir: string;
  readonly pids: readonly number[];
  readonly stop: () => Promise<void>;
};

/** Starts a control plane of its own; it ends with `stop()`, or by the watchdog when this process does. */
export async function startControlPlane(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const binaries = await provideBinaries(CONTROL_PLANE);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(binaries, options);
    } catch (error) {
      // Somebody took one of the ports between our choosing it and our listening on it.
      if (attempt === ATTEMPTS || !String(error).includes("address already in use")) {
        throw error;
      }
    }
  }
}

async function startOnce(binaries: BinaryPaths, options: ControlPlaneOptions): Promise<ControlPlane> {
  const dataDir = mkdtempSync(join(tmpdir(), "outlive-control-plane-"));
  const watchdog = startWatchdog();
  watchdog.remove(dataDir);
  const running: RunningProcess[] = [];
  const place = options.place ?? HERE;
  const start = async (program: Program): Promise<RunningProcess> => {
    const process = await startProcess(place.enter(program), dataDir, watchdog);
    running.push(process);
    return process;
  };
  try {
    return await startAll({
      binaries,
      options,
      address: place.address,
      dataDir,
      start,
      running,
      stop: once(() => stopAll(running, dataDir, watchdog)),
    });
  } catch (error) {
    await stopAll(running, dataDir, watchdog);
    throw error;
  }
}

type Startup = {
  readonly binaries: BinaryPaths;
  readonly options: ControlPlaneOptions;
  readonly address: string;
  readonly dataDir: string;
  readonly start: (program: Program) => Promise<RunningProcess>;
  readonly running: readonly RunningProcess[];
  readonly stop: () => Promise<void>;
};

async function startAll({ binaries, options, address, dataDir, start, running, stop }: Startup): Promise<ControlPlane> {
  const [clientPort = 0, peerPort = 0, apiPort = 0] = await freePorts(3);
  const server = `https://${address}:${apiPort}`;
  const pki = await writePki(join(dataDir, "pki"), address);
  const ca = pki.authority.certificate;
  const write = (name: string, content: string): string => {
    writeFileSync(join(dataDir, name), content, { mode: 0o600 });
    return join(dataDir, name);
  };
  const admin = write("admin.kubeconfig", kubeconfig(server, ca, pki.admin));
  const audit = options.auditLog
    ? { policy: write("audit-policy.yaml", auditPolicy()), log: join(dataDir, "audit.log") }
    : undefined;
  const withControllers = options.controllers ?? true;

  const store = await start(etcd(binaries.etcd, { folder: dataDir, address, clientPort, peerPort }));
  await waitUntilReady(store, () => answersOk(`${etcdUrl(address, clientPort)}/readyz`), READY_MS);

  const settings = {
    address,
    port: apiPort,
    etcd: etcdUrl(address, clientPort),
    pki: pki.path,
    withServiceAccounts: withControllers,
    admissionPlugins: options.admissionPlugins ?? [],
    audit,
    extraArgs: options.apiServerArgs ?? [],
  };
  const api = await start(apiServer(binaries["kube-apiserver"], settings));
  await waitUntilReady(api, () => asAdmin(server, pki, "/readyz"), READY_MS);

  if (withControllers) {
    await start(scheduler(binaries["kube-scheduler"], write("scheduler.kubeconfig", kubeconfig(server, ca, pki.scheduler))));
    const config = write("controller-manager.kubeconfig", kubeconfig(server, ca, pki.controllerManager));
    const controllers = await start(controllerManager(binaries["kube-controller-manager"], config, pki.path));
    // The last thing a Pod needs; before it exists, creating one is refused.
    const serviceAccount = "/api/v1/namespaces/default/serviceaccounts/default";
    await waitUntilReady(controllers, () => asAdmin(server, pki, serviceAccount), READY_MS);
  }
  return {
    server,
    ca,
    authority: pki.authority,
    kubeconfig: admin,
    kubectl: createKubectl(binaries.kubectl, admin),
    kubectlPath: binaries.kubectl,
    auditLogPath: audit?.log,
    dataDir,
    pids: running.map((process) => process.pid),
    stop,
  };
}

function asAdmin(server: string, pki: PkiFolder, path: string): Promise<boolean> {
  return answersOk(`${server}${path}`, { ca: pki.authority.certificate, cert: pki.admin.certificate, key: pki.admin.key });
}

// Clients before servers: an API server waits for the watches of its clients, and for an etcd that is gone.
async function stopAll(running: readonly RunningProcess[], dataDir: string, watchdog: Watchdog): Promise<void> {
  for (const process of [...running].reverse()) {
    await stopProcess(process, GRACE_MS);
  }
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  watchdog.release();
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => {
    done ??= work();
    return done;
  };
}

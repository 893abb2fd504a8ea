import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type ApiClient, createClient } from "#kubernetes/api/client.ts";
import { apiServer } from "../../control-plane/api-server.ts";
import { provideBinaries } from "../../control-plane/binaries.ts";
import { CONTROL_PLANE } from "../../control-plane/binary-table.ts";
import { controllerManager } from "../../control-plane/controllers.ts";
import { etcd, etcdUrl } from "../../control-plane/etcd.ts";
import { kubeconfig } from "../../control-plane/kubeconfig.ts";
import { createKubectl, type Kubectl } from "../../control-plane/kubectl.ts";
import { writePki } from "../../control-plane/pki-folder.ts";
import { freePorts, LOOPBACK } from "../../control-plane/ports.ts";
import { answersOk } from "../../control-plane/probe.ts";
import {
  type Program,
  type RunningProcess,
  sendSignal,
  startProcess,
  stopProcess,
  waitUntilReady,
} from "../../control-plane/processes.ts";
import { startWatchdog, type Watchdog } from "../../control-plane/watchdog.ts";
import { startForwarder } from "./forwarder.ts";

const READY_MS = 120_000;
const END_MS = 90_000;

/** etcd, API server and controllers; the latter two can be restarted. There is no scheduler: nothing runs. */
export interface Plane {
  /** Leads to the API server while it is ready, as a load balancer in front of it would. */
  readonly port: number;
  readonly ca: string;
  readonly kubeconfig: string;
  readonly kubectl: Kubectl;
  readonly client: ApiClient;
  readonly watchdog: Watchdog;
  readonly pids: () => { readonly etcd: number; readonly apiServer: number };
  /** Until it is ready again. */
  readonly restartApiServer: (signal: "SIGTERM" | "SIGKILL") => Promise<void>;
  readonly stop: () => Promise<void>;
}

export async function startPlane(folder: string): Promise<Plane> {
  const binaries = await provideBinaries(CONTROL_PLANE);
  const [clientPort = 0, peerPort = 0, port = 0] = await freePorts(3);
  const server = `https://${LOOPBACK}:${port}`;
  mkdirSync(folder, { recursive: true });
  const pki = await writePki(join(folder, "pki"), LOOPBACK);
  const ca = pki.authority.certificate;
  const write = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content, { mode: 0o600 });
    return join(folder, name);
  };
  const admin = write("admin.kubeconfig", kubeconfig(server, ca, pki.admin));
  const watchdog = startWatchdog();
  const isReady = (path: string) => () => answersOk(`${server}${path}`, { ca, cert: pki.admin.certificate, key: pki.admin.key });
  const start = (program: Program): Promise<RunningProcess> => startProcess(program, folder, watchdog);

  const store = await start(etcd(binaries.etcd, { folder, address: LOOPBACK, clientPort, peerPort }));
  await waitUntilReady(store, () => answersOk(`${etcdUrl(LOOPBACK, clientPort)}/readyz`), READY_MS);
  const api = apiServer(binaries["kube-apiserver"], {
    address: LOOPBACK,
    port,
    etcd: etcdUrl(LOOPBACK, clientPort),
    pki: pki.path,
    withServiceAccounts: true,
    admissionPlugins: [],
    audit: undefined,
    extraArgs: [],
  });
  const startApi = async (): Promise<RunningProcess> => {
    const process = await start(api);
    await waitUntilReady(process, isReady("/readyz"), READY_MS);
    return process;
  };
  let apiProcess = await startApi();
  let apiIsReady = true;
  const front = await startForwarder(() => (apiIsReady ? port : undefined));
  const managed = write("controller-manager.kubeconfig", kubeconfig(server, ca, pki.controllerManager));
  const manager = controllerManager(binaries["kube-controller-manager"], managed, pki.path);
  let controllers = await start(manager);
  await waitUntilReady(controllers, isReady("/api/v1/namespaces/default/serviceaccounts/default"), READY_MS);
  // It ends by itself where it cannot reach the API server for long.
  const revival = setInterval(() => {
    if (controllers.ending() === undefined) return;
    void start(manager).then((process) => {
      controllers = process;
    });
  }, 5_000);
  const byFront = write("front.kubeconfig", kubeconfig(`https://${LOOPBACK}:${front.port}`, ca, pki.admin));
  const client = createClient({ kubeconfig: byFront });

  return {
    port: front.port,
    ca,
    kubeconfig: admin,
    kubectl: createKubectl(binaries.kubectl, admin),
    client,
    watchdog,
    pids: () => ({ etcd: store.pid, apiServer: apiProcess.pid }),
    restartApiServer: async (signal) => {
      apiIsReady = false;
      sendSignal(apiProcess.pid, signal);
      await stopProcess(apiProcess, END_MS);
      apiProcess = await startApi();
      apiIsReady = true;
    },
    stop: async () => {
      clearInterval(revival);
      await client.close();
      await front.close();
      for (const process of [controllers, apiProcess, store]) await stopProcess(process, 5_000);
      watchdog.release();
    },
  };
}

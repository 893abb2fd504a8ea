/**
 * From the start of `outlive serve` to the first request that it answers, and its resident memory: with an empty cluster, and with
 * 10,000 Pods, 2,000 Services and 2,000 Ingresses. The built program is started as the image starts it, with its flags and with what V8
 * has compiled before.
 *
 *     node bench/start.ts [--runs 5]
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { createAuthority } from "#certificates/authority.ts";
import { issueLeaf } from "#certificates/leaf.ts";
import { freePorts } from "../test/control-plane/ports.ts";
import { request } from "../test/server/running-server.ts";
import { buildImageProgram } from "./image-program.ts";
import { row } from "./row.ts";
import { emptyCounts, fullCounts, listedCluster } from "./start/listed-cluster.ts";

const { values } = parseArgs({ options: { runs: { type: "string", default: "5" } } });
const runs = Number(values.runs);
/** After which nothing more is read, and the garbage of the lists has had time to be collected. */
const settledMs = 3_000;

const folder = mkdtempSync(join(tmpdir(), "outlive-start-"));

async function certificateFiles(): Promise<string> {
  const validity = { now: new Date(), lifetimeSeconds: 3600 };
  const authority = await createAuthority("bench", validity);
  const leaf = await issueLeaf(authority, { dns: ["localhost"], ip: ["127.0.0.1"] }, validity);
  writeFileSync(join(folder, "tls.crt"), leaf.certificate);
  writeFileSync(join(folder, "tls.key"), leaf.key);
  return authority.certificate;
}

interface Started {
  readonly listeningMs: number;
  readonly readyMs: number;
  readonly megabytes: number;
}

async function start(kubeconfig: string, ca: string): Promise<Started> {
  const [port = 0, metricsPort = 0] = await freePorts(2);
  const files = ["--certificate", join(folder, "tls.crt"), "--key", join(folder, "tls.key")];
  const ports = ["--host", "127.0.0.1", "--port", String(port), "--metrics-port", String(metricsPort)];
  const begun = performance.now();
  const child = spawn(
    process.execPath,
    [...program.options, program.file, "serve", "--kubeconfig", kubeconfig, ...ports, ...files],
    {
      env: { ...process.env, ...program.environment },
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  try {
    await answers(`https://127.0.0.1:${port}/livez`, ca, child);
    const listeningMs = performance.now() - begun;
    await answers(`https://127.0.0.1:${port}/readyz`, ca, child);
    const readyMs = performance.now() - begun;
    await pause(settledMs);
    const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1];
    return { listeningMs, readyMs, megabytes: (Number(kilobytes) * 1024) / 1e6 };
  } finally {
    child.kill("SIGKILL");
    await once(child, "exit");
  }
}

async function answers(url: string, ca: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    const status = await request(url, ca, { method: "GET" }).then(
      (reply) => reply.status,
      () => 0,
    );
    if (status === 200) return;
    await pause(2);
  }
  throw new Error("the server ended before it answered");
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const program = buildImageProgram();
const ca = await certificateFiles();
const [empty, full] = [await listedCluster(emptyCounts), await listedCluster(fullCounts)];
try {
  const without: Started[] = [];
  const filled: Started[] = [];
  for (let run = 0; run < runs; run += 1) {
    without.push(await start(empty.kubeconfig, ca));
    filled.push(await start(full.kubeconfig, ca));
  }
  const note = `median of ${runs}`;
  const memory = (started: readonly Started[]): number => median(started.map(({ megabytes }) => megabytes));
  row({
    what: "start to listening",
    value: median(without.map(({ listeningMs }) => listeningMs)),
    unit: "ms",
    target: { atMost: 200 },
    note: `${note}; ready with 10,000 Pods after ${Math.round(median(filled.map(({ readyMs }) => readyMs)))} ms`,
  });
  row({ what: "resident memory at start", value: memory(without), unit: "MB", target: { atMost: 100 }, note });
  row({
    what: "resident memory with 10,000 Pods, 2,000 Services, 2,000 Ingresses",
    value: memory(filled),
    unit: "MB",
    target: { atMost: 160 },
    note,
  });
} finally {
  empty.close();
  full.close();
  rmSync(folder, { recursive: true });
}

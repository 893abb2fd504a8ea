/** The program under the chart's memory limit, against callers without credentials who want its memory. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { connect, type TLSSocket } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { localCertificates } from "#cli/local-certificates.ts";
import { mostValues } from "#server/limits/json-values.ts";
import { freePorts } from "../../control-plane/ports.ts";
import { request } from "../running-server.ts";
import { createMemoryCgroup } from "./memory-cgroup.ts";

const root = join(import.meta.dirname, "../../..");
const values = parse(readFileSync(join(root, "charts/outlive/values.yaml"), "utf8")) as {
  readonly resources: { readonly limits: { readonly memory: string } };
};
const limitBytes = Number(/^(\d+)Mi$/.exec(values.resources.limits.memory)?.[1]) * 1024 * 1024;
const cgroup = createMemoryCgroup(`outlive-memory-${process.pid}`, limitBytes);

const folder = mkdtempSync(join(tmpdir(), "outlive-memory-"));
const mib = 1024 * 1024;
const part = Buffer.alloc(256 * 1024 - 1, "x");
const chunkHead = Buffer.from(`${part.length.toString(16)}\r\n`);

let program: ChildProcess | undefined;
let ca = "";
let port = 0;
let metricsPort = 0;
const unfinished: TLSSocket[] = [];

beforeAll(async () => {
  if (cgroup === undefined) return;
  const { authority, leaf } = await localCertificates({ dns: ["localhost"], ip: ["127.0.0.1"] }, 1, new Date());
  ca = authority.certificate;
  [port = 0, metricsPort = 0] = await freePorts(2);
  const write = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const nobody = { cluster: "a", user: "a" };
  const kubeconfig = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "a", cluster: { server: "https://127.0.0.1:1" } }],
    users: [{ name: "a", user: {} }],
    contexts: [{ name: "a", context: nobody }],
    "current-context": "a",
  };
  const args = [
    ...[join(root, "bin/outlive.js"), "serve", "--host", "127.0.0.1", "--port", `${port}`, "--metrics-port", `${metricsPort}`],
    ...["--certificate", write("tls.crt", leaf.certificate), "--key", write("tls.key", leaf.key)],
    ...["--kubeconfig", write("kubeconfig", JSON.stringify(kubeconfig))],
  ];
  program = spawn("/bin/sh", ["-c", 'echo $$ > "$0"; exec "$@"', cgroup.procs, process.execPath, ...args], { stdio: "ignore" });
  for (let tries = 0; tries < 300 && (await alive()) !== 200; tries += 1) await pause(100);
});

afterAll(async () => {
  for (const socket of unfinished) socket.destroy();
  if (program !== undefined && program.exitCode === null && program.signalCode === null) {
    program.kill("SIGKILL");
    await once(program, "exit");
  }
  cgroup?.remove();
  rmSync(folder, { recursive: true, force: true });
});

const alive = async (): Promise<number> =>
  request(`https://127.0.0.1:${port}/livez`, ca).then(
    ({ status }) => status,
    () => 0,
  );

/** Sends as much of a body and never ends it; resolves when the server has taken all of it, closed the connection, or takes no more. */
async function begin(bytes: number, declared: number | undefined): Promise<void> {
  const socket = connect({ host: "127.0.0.1", port, ca });
  unfinished.push(socket);
  const closed = new Promise<void>((resolve) => socket.once("close", resolve));
  socket.on("error", () => {});
  socket.on("data", () => {});
  await Promise.race([once(socket, "secureConnect").catch(() => {}), closed]);
  const length = declared === undefined ? "transfer-encoding: chunked" : `content-length: ${declared}`;
  socket.write(`POST /mutate HTTP/1.1\r\nhost: outlive\r\ncontent-type: application/json\r\n${length}\r\n\r\n`);
  const piece = declared === undefined ? Buffer.concat([chunkHead, part, Buffer.from("\r\n")]) : part;
  for (let sent = 0; sent < bytes && !socket.destroyed; sent += part.length) {
    const taken = new Promise<void>((resolve) => socket.write(piece, () => resolve()));
    await Promise.race([taken, closed, pause(10_000)]);
  }
}

test.runIf(cgroup !== undefined)(
  "complete bodies that are small as text and large once they are parsed are survived as well",
  async () => {
    // Half of them just below the number of values that is read, half beyond.
    const texts = [0.49, 1.3].flatMap((share) => {
      const count = Math.floor(mostValues * share);
      return [
        `[${"{},".repeat(count)}{}]`,
        `${'{"a":'.repeat(count)}1${"}".repeat(count)}`,
        `{${Array.from({ length: Math.min(count, 280_000) }, (_, index) => `"k${index}":{}`).join(",")}}`,
        `[${Array.from({ length: Math.min(count, 240_000) }, (_, index) => `{"k${index}":1}`).join(",")}]`,
      ];
    });
    const statuses = await Promise.all(
      Array.from({ length: 40 }, (_, index) =>
        request(`https://127.0.0.1:${port}/mutate`, ca, { body: texts[index % texts.length] ?? "" }).then(
          ({ status }) => status,
          () => 0,
        ),
      ),
    );
    expect([...new Set(statuses)].filter((status) => ![400, 413, 503].includes(status))).toEqual([]);
    expect([program?.exitCode, program?.signalCode, cgroup?.oomKills()]).toEqual([null, null, 0]);
    console.log(`peak of memory: ${Math.round((cgroup?.peakBytes() ?? 0) / mib)} MiB of ${limitBytes / mib} MiB`);
  },
);

test.runIf(cgroup !== undefined)(
  "200 unfinished bodies of 8 MiB leave it alive and its probe answered",
  async () => {
    expect(await alive()).toBe(200);
    const probes: number[] = [];
    let attacking = true;
    const probing = (async () => {
      while (attacking) {
        probes.push(await alive());
        await pause(200);
      }
    })();
    // Those that say how long they are, those that do not, and those that stop just below the limit.
    const shapes: readonly (readonly [number, number | undefined])[] = [
      [8 * mib, 9 * mib],
      [8 * mib, undefined],
      [4 * mib - 512 * 1024, 4 * mib],
    ];
    await Promise.all(Array.from({ length: 200 }, (_, index) => begin(...(shapes[index % shapes.length] ?? [0, 0]))));
    await pause(1_000);
    attacking = false;
    await probing;
    expect([program?.exitCode, program?.signalCode, cgroup?.oomKills()]).toEqual([null, null, 0]);
    expect(probes.filter((status) => status !== 200)).toEqual([]);
    expect(probes.length).toBeGreaterThan(0);
    const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
    expect(metrics).toMatch(/^outlive_rejections_total\{reason="body-too-large"\} [1-9]/m);
    expect(metrics).toMatch(/^outlive_rejections_total\{reason="overloaded"\} [1-9]/m);
    console.log(`peak of memory: ${Math.round((cgroup?.peakBytes() ?? 0) / mib)} MiB of ${limitBytes / mib} MiB`);
  },
  110_000,
);

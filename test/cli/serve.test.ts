/** Whatever keeps `outlive serve` from starting is one sentence and an exit code, never a stack. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CommanderError } from "commander";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CommandError } from "#cli/exit-codes.ts";
import { localCertificates } from "#cli/local-certificates.ts";
import { serveCommand } from "#cli/serve/serve.ts";

const folder = mkdtempSync(join(tmpdir(), "outlive-serve-"));
const at = (name: string): string => join(folder, name);
const program = join(import.meta.dirname, "../../bin/outlive.js");

interface Ran {
  readonly code: number | null;
  readonly stderr: string;
}

function serve(...args: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, [program, "serve", ...args], { stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, stderr })));
}

const occupied = createServer();

beforeAll(async () => {
  const { leaf } = await localCertificates({ dns: ["localhost"], ip: ["127.0.0.1"] }, 1, new Date());
  const other = await localCertificates({ dns: ["localhost"], ip: ["127.0.0.1"] }, 1, new Date());
  writeFileSync(at("tls.crt"), leaf.certificate);
  writeFileSync(at("tls.key"), leaf.key);
  writeFileSync(at("other.key"), other.leaf.key);
  writeFileSync(at("broken.crt"), "no certificate");
  writeFileSync(at("wrong.yaml"), "scope: all\n");
  // Nothing listens there; what cannot be watched is tried again, and does not end the program.
  writeFileSync(
    at("kubeconfig"),
    JSON.stringify({
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "a", cluster: { server: "https://127.0.0.1:1" } }],
      users: [{ name: "a", user: {} }],
      contexts: [{ name: "a", context: { cluster: "a", user: "a" } }],
      "current-context": "a",
    }),
  );
  await new Promise<void>((resolve) => occupied.listen(0, "127.0.0.1", resolve));
});

afterAll(() => {
  occupied.close();
  rmSync(folder, { recursive: true, force: true });
});

const pair = (): readonly string[] => ["--certificate", at("tls.crt"), "--key", at("tls.key")];

const notUsable = (certificate: string, key: string) => (): readonly string[] => [
  "--certificate",
  at(certificate),
  "--key",
  at(key),
];

/** Refused before anything is started. */
const refusals: readonly (readonly [string, () => readonly string[], number, string])[] = [
  [
    "a certificate that is missing",
    notUsable("none.crt", "tls.key"),
    3,
    'none.crt does not exist; create a pair for local use with "outlive certs"',
  ],
  ["a key that is missing", notUsable("tls.crt", "none.key"), 3, "none.key does not exist"],
  ["a certificate that is none", notUsable("broken.crt", "tls.key"), 3, "the certificate is not PEM"],
  ["a key of another certificate", notUsable("tls.crt", "other.key"), 3, "the private key does not belong to the certificate"],
  ["a configuration that is wrong", () => [...pair(), "--config", at("wrong.yaml")], 2, "wrong.yaml:1: scope: "],
  ["a configuration that is missing", () => [...pair(), "--config", at("none.yaml")], 2, "the configuration file cannot be read"],
  ["a port that is none", () => ["--port", "80x"], 2, "expected a port number from 0 to 65535"],
  ["an option that there is not", () => ["--surely"], 2, "unknown option '--surely'"],
];

async function refusalOf(args: readonly string[]): Promise<readonly [code: number, message: string]> {
  try {
    await serveCommand()
      .exitOverride()
      .configureOutput({ writeErr: () => {} })
      .parseAsync([...args], { from: "user" });
  } catch (error) {
    if (error instanceof CommandError) return [error.exitCode, error.message];
    if (error instanceof CommanderError) return [2, error.message];
    throw error;
  }
  throw new Error("it was started");
}

describe("outlive serve is refused with", () => {
  test.each(refusals)("%s", async (_sentence, args, code, said) => {
    const [exitCode, message] = await refusalOf(args());
    expect(message).toContain(said);
    expect(message.split("\n")).toHaveLength(1);
    expect(exitCode).toBe(code);
  });
});

/** As a process of its own, because what has been started by then must not keep it alive. */
describe("outlive serve ends with", { timeout: 60_000 }, () => {
  test("a kubeconfig that is missing", async () => {
    const { code, stderr } = await serve(...pair(), "--kubeconfig", at("none"));
    expect(stderr).toMatch(/^outlive: [^\n]*none[^\n]*\n$/);
    expect(code).toBe(3);
  });

  test.each(["--port", "--metrics-port"])("a %s that is in use", async (option) => {
    const { port } = occupied.address() as AddressInfo;
    const free = option === "--port" ? "--metrics-port" : "--port";
    const { code, stderr } = await serve(
      ...pair(),
      ...["--kubeconfig", at("kubeconfig"), "--host", "127.0.0.1", option, String(port), free, "0"],
    );
    expect(stderr).toBe(
      `outlive: cannot listen on 127.0.0.1: port ${port} is in use; choose another with --port or --metrics-port\n`,
    );
    expect(code).toBe(3);
  });
});

/** Against a server on this machine that plays the address of published binaries, well and badly. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { download } from "./download.ts";

const content = Buffer.from("#!/bin/sh\necho etcd\n");
const sumOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const quick = { responseMs: 500, stallMs: 500 };

async function serve(respond: (response: ServerResponse) => void): Promise<string> {
  const server = createServer((_request, response) => respond(response)).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/etcd`;
}

async function downloadInto(
  url: string,
  sha256: string,
  member?: string,
): Promise<{ folder: string; used: boolean; said: string }> {
  const folder = mkdtempSync(join(tmpdir(), "outlive-download-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const lines: string[] = [];
  const used = await download("etcd", { url, sha256, member }, folder, (line) => lines.push(line), quick);
  return { folder, used, said: lines.join("\n") };
}

test("a binary with the pinned sum is put there, executable", async () => {
  const { folder, used } = await downloadInto(await serve((response) => response.end(content)), sumOf(content));
  expect(used).toBe(true);
  expect(readdirSync(folder)).toEqual(["etcd"]);
  expect(statSync(join(folder, "etcd")).mode & 0o111).toBe(0o111);
  expect(execFileSync(join(folder, "etcd"), { encoding: "utf8" })).toBe("etcd\n");
});

test("of an archive the member is put there", async () => {
  const from = mkdtempSync(join(tmpdir(), "outlive-archive-"));
  onTestFinished(() => rmSync(from, { recursive: true }));
  mkdirSync(join(from, "etcd-v1"));
  writeFileSync(join(from, "etcd-v1/etcd"), content);
  execFileSync("tar", ["-czf", "a.tgz", "etcd-v1"], { cwd: from });
  const archive = readFileSync(join(from, "a.tgz"));
  const { folder, used } = await downloadInto(await serve((response) => response.end(archive)), sumOf(archive), "etcd-v1/etcd");
  expect(used).toBe(true);
  expect(readFileSync(join(folder, "etcd"))).toEqual(content);
});

test("a redirect is followed", async () => {
  const there = await serve((response) => response.end(content));
  const { used } = await downloadInto(
    await serve((response) => response.writeHead(302, { location: there }).end()),
    sumOf(content),
  );
  expect(used).toBe(true);
});

const other = sumOf(Buffer.from("other"));
const refusals: readonly (readonly [string, (response: ServerResponse) => void, string, RegExp])[] = [
  ["another sum", (response) => response.end(content), other, new RegExp(`NOT USED: .*${sumOf(content)}, pinned is ${other}`)],
  [
    "a transfer that breaks off",
    (response) => {
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 5), () => response.destroy());
    },
    sumOf(content),
    /cannot be downloaded/,
  ],
  [
    "a transfer that stands still",
    (response) => {
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, 5));
    },
    sumOf(content),
    /nothing arrived for 0.5 s/,
  ],
  ["no answer", () => {}, sumOf(content), /no response within 0.5 s/],
  ["a redirect to itself", (response) => response.writeHead(302, { location: "/etcd" }).end(), sumOf(content), /answered 302/],
  ["404", (response) => response.writeHead(404).end(), sumOf(content), /answered 404/],
];

test.each(refusals)("%s: nothing is put there, and it is said why", async (_what, respond, sum, reason) => {
  const { folder, used, said } = await downloadInto(await serve(respond), sum);
  expect(used).toBe(false);
  expect(said).toMatch(reason);
  expect(readdirSync(folder)).toEqual([]);
});

test("without a network nothing is put there, and it is said why", async () => {
  // Nothing listens on the port of a server that is gone.
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const { folder, used, said } = await downloadInto(`http://127.0.0.1:${port}/etcd`, sumOf(content));
  expect(used).toBe(false);
  expect(said).toMatch(/ECONNREFUSED/);
  expect(existsSync(join(folder, "etcd"))).toBe(false);
});

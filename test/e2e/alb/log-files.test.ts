import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readLogFileName } from "#log-files/log-file-name.ts";
import { readLogs } from "#log-files/read-logs.ts";
import type { AccessLogEntry } from "./access-log.ts";
import { logFiles, writeLogFiles } from "./log-files.ts";

const begin = Date.UTC(2026, 10, 26, 9, 28);

const entryAt = (at: number): AccessLogEntry => ({
  type: "http",
  createdMs: begin + at * 1000,
  atMs: begin + at * 1000 + 40,
  loadBalancer: "app/k8s-web-shop/0",
  client: `127.0.0.1:${10_000 + at}`,
  target: { ip: "10.0.2.61", port: 80 },
  requestProcessingSeconds: 0,
  targetProcessingSeconds: 0.04,
  responseProcessingSeconds: 0,
  elbStatus: 200,
  targetStatus: 200,
  receivedBytes: 1,
  sentBytes: 1,
  method: "GET",
  url: "http://x:80/",
  httpVersion: "1.1",
  userAgent: "vegeta",
  targetGroup: "k8s-web-shop",
  traceId: `Root=1-0-${at}`,
  domain: "x",
  rulePriority: 1,
  actions: "forward",
  connectionId: "TID_1",
  node: `10.255.0.${1 + (at % 2)}`,
});

const entries = Array.from({ length: 240 }, (_, at) => entryAt(at));

test("a file holds five minutes of one node and is named by their end", () => {
  const files = logFiles(entries);
  expect(files.map(({ lines }) => lines.length).sort()).toEqual([60, 60, 60, 60]);
  const names = files.map(({ path }) => readLogFileName(path));
  expect(new Set(names.map(({ node }) => node))).toEqual(new Set(["10.255.0.1", "10.255.0.2"]));
  expect(new Set(names.map(({ endMs }) => endMs))).toEqual(new Set([begin + 120_000, begin + 420_000]));
});

test("the files are read with every row, whichever come first, and without those of a file that was never delivered", async () => {
  const folder = mkdtempSync(join(tmpdir(), "outlive-log-files-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const files = logFiles(entries);
  writeLogFiles(join(folder, "all"), [...files].reverse());
  writeLogFiles(join(folder, "some"), files.slice(1));
  const rowsOf = async (name: string): Promise<number> => {
    const window = { sinceMs: Number.NEGATIVE_INFINITY, untilMs: Number.POSITIVE_INFINITY };
    const none = (async function* () {})();
    return (await readLogs({ paths: [join(folder, name)], stdin: none, lives: new Map(), window, onProgress: () => {} })).rows;
  };
  expect([await rowsOf("all"), await rowsOf("some")]).toEqual([240, 180]);
});

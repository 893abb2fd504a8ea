import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { type AccessLogEntry, accessLogLine } from "./access-log.ts";

/** One object that a node of a load balancer delivers. */
export interface LogFile {
  /** Path below the bucket. */
  readonly path: string;
  readonly lines: readonly string[];
}

const fiveMinutes = 300_000;
const account = "000000000000";

/**
 * A file for each load balancer, node and five minutes, named by the end of the interval; a row belongs to the interval in which its
 * answer was ready, and within a file rows are in the order in which they were written ("Access log files" of the user guide).
 */
export function logFiles(entries: readonly AccessLogEntry[]): readonly LogFile[] {
  const intervals = Map.groupBy(entries, ({ loadBalancer, node, atMs }) =>
    JSON.stringify([loadBalancer, node, (Math.floor(atMs / fiveMinutes) + 1) * fiveMinutes]),
  );
  return [...intervals].map(([key, rows], at) => {
    const [loadBalancer, node, endMs] = JSON.parse(key) as [string, string, number];
    const end = new Date(endMs).toISOString();
    const folder = `AWSLogs/${account}/elasticloadbalancing/emulated/${end.slice(0, 10).replaceAll("-", "/")}`;
    const stamp = end.slice(0, 16).replaceAll(/[-:]/g, "");
    const name = `${account}_elasticloadbalancing_emulated_${loadBalancer.replaceAll("/", ".")}_${stamp}Z_${node}_${at}.log.gz`;
    return { path: `${folder}/${name}`, lines: rows.map(accessLogLine) };
  });
}

export function writeLogFiles(folder: string, files: readonly LogFile[]): void {
  for (const { path, lines } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), gzipSync(`${lines.join("\n")}\n`));
  }
}

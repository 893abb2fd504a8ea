import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { seeded } from "../../support/seeded.ts";
import { dayFolder } from "./access-line.ts";
import type { Simulation } from "./simulate.ts";

const fiveMinutes = 300_000;

/** Writes the log as a load balancer delivers it: one file for each node and five minutes, compressed, its rows in no order. */
export function writeLogFiles({ lines, scenario }: Simulation, folder: string): readonly string[] {
  const random = seeded(scenario.seed + 99);
  const files = Map.groupBy(lines, ({ node, doneMs }) => `${node} ${Math.floor(doneMs / fiveMinutes)}`);
  return [...files].map(([key, rows], at) => {
    const [node = "", interval = "0"] = key.split(" ");
    const endMs = (Number(interval) + 1) * fiveMinutes;
    const stamp = new Date(endMs).toISOString().slice(0, 16).replaceAll(/[-:]/g, "");
    const name = `111122223333_elasticloadbalancing_cn-northwest-1_app.k8s-shop-web-0a1b2c.50dc6c495c0c9188_${stamp}Z_${node}_r${at}.log.gz`;
    const path = join(folder, "AWSLogs/111122223333/elasticloadbalancing/cn-northwest-1", dayFolder(endMs), name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(
      path,
      gzipSync(
        `${shuffled(rows, random)
          .map(({ text }) => text)
          .join("\n")}\n`,
      ),
    );
    return path;
  });
}

export function shuffled<T>(list: readonly T[], random: () => number): readonly T[] {
  return list
    .map((value) => ({ value, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ value }) => value);
}

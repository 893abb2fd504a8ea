/**
 * Runs the benchmarks of the speed and size targets one after the other, and prints at the end what each measured against its target,
 * with the machine and its load before and after. Each says itself what it measures against. Takes about a quarter of an hour on a
 * machine that does nothing else.
 *
 *     node bench/all.ts [FILE…]     only these, such as throughput.ts
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, release, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { amount, type Row, result, rowsVariable, targetText } from "./row.ts";

/** In the order of the table. What is not among them has no target of its own, or runs for as long as it is given. */
const benchmarks: readonly (readonly [file: string, ...given: string[]])[] = [
  ["throughput.ts"],
  ["facts-cost.ts"],
  ["large-object.ts"],
  ["create-latency.ts"],
  ["start.ts"],
  ["large-cluster.ts"],
  ["check.ts"],
  ["trace.ts"],
];

interface Measured extends Row {
  readonly file: string;
}

/** What no benchmark here measures. */
const elsewhere: readonly Measured[] = [
  {
    file: "–",
    what: "throughput of /mutate against Pepr",
    value: undefined,
    unit: "×",
    target: { atLeast: 15 },
    note: "Pepr is no dependency of this repository, and its server does not start without a cluster that its module is deployed to",
  },
];

function run([file, ...given]: readonly string[], rowsFile: string): readonly Measured[] {
  const path = join(import.meta.dirname, file ?? "");
  if (file === undefined || !existsSync(path)) return [];
  process.stdout.write(`\n── ${file}\n`);
  writeFileSync(rowsFile, "");
  const env = { ...process.env, [rowsVariable]: rowsFile };
  const { status } = spawnSync(process.execPath, [path, ...given], { stdio: "inherit", env });
  if (status !== 0) {
    process.exitCode = 1;
    process.stdout.write(`${file} ended with ${status}\n`);
  }
  const lines = readFileSync(rowsFile, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => ({ ...(JSON.parse(line) as Row), file }));
}

function table(rows: readonly Measured[]): string {
  const cells = rows.map(({ file, what, value, unit, target, note = "" }) => [
    what,
    value === undefined ? "–" : amount(value, unit),
    targetText(target, unit),
    result({ value, target }),
    file,
    note,
  ]);
  const all = [["what", "measured", "target", "result", "benchmark", "note"], ...cells];
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...all.map((line) => line[column]?.length ?? 0)));
  return all
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

const load = (): string =>
  loadavg()
    .map((minutes) => minutes.toFixed(1))
    .join(" ");

const asked = process.argv.slice(2);
const chosen = asked.length === 0 ? benchmarks : asked.map((file) => [file] as const);
const folder = mkdtempSync(join(tmpdir(), "outlive-bench-"));
const [before, startedMs] = [load(), performance.now()];
const rows = chosen.flatMap((benchmark) => run(benchmark, join(folder, "rows")));
rmSync(folder, { recursive: true });

process.stdout.write(
  `\n${cpus().length} × ${cpus()[0]?.model ?? "?"}, ${Math.round(totalmem() / 1e9)} GB, Linux ${release()}, Node ${process.version}\n` +
    `load average (1, 5, 15 minutes) before: ${before}, after: ${load()}; ${((performance.now() - startedMs) / 60_000).toFixed(0)} minutes\n\n` +
    `${table(asked.length === 0 ? [...rows, ...elsewhere] : rows)}\n`,
);

/**
 * Runs every benchmark one after the other, and prints at the end what each measured against its target, with the machine and its
 * load before and after. Each says itself what it measures against.
 *
 *     node bench/all.ts [FILE…]     only these, such as throughput.ts
 */
import { spawnSync } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, loadavg, release, tmpdir, totalmem } from "node:os";
import { basename, join } from "node:path";
import { amount, type Row, result, rowsVariable, targetText } from "./row.ts";

const parts = new Set(["all.ts", "row.ts", "bare-webhook.ts", "pod-review.ts"]);

interface Measured extends Row {
  readonly file: string;
}

function run(file: string, rowsFile: string): readonly Measured[] {
  process.stdout.write(`\n── ${file}\n`);
  writeFileSync(rowsFile, "");
  const env = { ...process.env, [rowsVariable]: rowsFile };
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, file)], { stdio: "inherit", env });
  if (status !== 0) process.exitCode = 1;
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
const files = asked.length > 0 ? asked : globSync("*.ts", { cwd: import.meta.dirname }).map((file) => basename(file));
const folder = mkdtempSync(join(tmpdir(), "outlive-bench-"));
const before = load();
const rows = files
  .filter((file) => !parts.has(file))
  .sort()
  .flatMap((file) => run(file, join(folder, "rows")));
rmSync(folder, { recursive: true });

process.stdout.write(
  `\n${cpus().length} × ${cpus()[0]?.model ?? "?"}, ${Math.round(totalmem() / 1e9)} GB, Linux ${release()}, Node ${process.version}\n` +
    `load average (1, 5, 15 minutes) before: ${before}, after: ${load()}\n\n${table(rows)}\n`,
);

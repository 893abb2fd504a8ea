/** Runs every benchmark one after the other; each prints its own figures and says what they are measured against. */
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { basename } from "node:path";

const parts = new Set(["all.ts", "bare-webhook.ts", "load-client.ts", "pod-review.ts"]);
const files = globSync("*.ts", { cwd: import.meta.dirname })
  .map((file) => basename(file))
  .filter((file) => !parts.has(file))
  .sort();

for (const file of files) {
  process.stdout.write(`\n── ${file}\n`);
  const { status } = spawnSync(process.execPath, [`${import.meta.dirname}/${file}`], { stdio: "inherit" });
  if (status !== 0) process.exitCode = 1;
}

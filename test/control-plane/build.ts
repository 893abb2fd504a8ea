import { spawn } from "node:child_process";
import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { hostPlatform, moduleFolder, readPins } from "./binary-cache.ts";
import { BINARIES, type BinaryName, type GoModule } from "./binary-table.ts";
import { startWatchdog } from "./watchdog.ts";

const TICK_MS = 10_000;

/** Builds one binary from a pinned Go module into `folder`, which then holds either nothing or the whole file. */
export async function buildBinary(
  name: BinaryName,
  module: GoModule,
  folder: string,
  report: (line: string) => void,
): Promise<void> {
  const unfinished = join(folder, `.${name}.${process.pid}`);
  const startedMs = Date.now();
  const elapsed = (): string => `${Math.round((Date.now() - startedMs) / 1000)} s`;
  report(`${name}: building with go, which takes minutes the first time on a machine`);
  const ticker = setInterval(() => report(`${name}: still building, ${elapsed()}`), TICK_MS);
  try {
    mkdirSync(folder, { recursive: true });
    await goBuild(name, module, unfinished);
    renameSync(unfinished, join(folder, name));
    report(`${name}: built in ${elapsed()}`);
  } finally {
    clearInterval(ticker);
    rmSync(unfinished, { force: true });
  }
}

async function goBuild(name: BinaryName, module: GoModule, output: string): Promise<void> {
  const source = BINARIES[name];
  const ldflags = source.ldflags(readPins(module).goMod).join(" ");
  const { goos, goarch } = hostPlatform();
  const child = spawn("go", ["build", "-ldflags", ldflags, "-o", output, source.package], {
    cwd: moduleFolder(module),
    env: { ...process.env, CGO_ENABLED: "0", GOOS: goos, GOARCH: goarch, GOWORK: "off" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  // Else a build that nobody waits for would keep the processor busy for minutes.
  const watchdog = startWatchdog();
  watchdog.remove(output);
  if (child.pid !== undefined) watchdog.watch(child.pid);
  try {
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once("error", reject).once("close", resolve);
    }).catch((error: NodeJS.ErrnoException) => {
      throw error.code === "ENOENT" ? new Error(goIsMissing(name)) : error;
    });
    if (code !== 0) {
      throw new Error(`${buildFailed(name, code)}\n${stderr.trim()}`);
    }
  } finally {
    watchdog.release();
  }
}

function goIsMissing(name: BinaryName): string {
  return `${name} is neither in KUBEBUILDER_ASSETS nor in the cache, and it cannot be built because the command \`go\` was not found: install Go 1.26 or later, or set KUBEBUILDER_ASSETS to a folder that holds ${name}.`;
}

function buildFailed(name: BinaryName, code: number | null): string {
  return code === null
    ? `The build of ${name} was killed, perhaps for want of memory: kube-apiserver takes 2 GB.`
    : `The build of ${name} failed, go ended with exit code ${code}:`;
}

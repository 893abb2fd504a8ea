import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where the servers are that are measured. */
export interface Installed {
  readonly servers: string;
  readonly python: string;
  readonly goDefault: string;
  readonly goShutdown: string;
  readonly jar: string;
  /** Prints the path of a configuration for the port that it is given. */
  readonly nginxConfiguration: string;
  /** One line for each program, with its version. */
  readonly versions: readonly string[];
}

const servers = join(import.meta.dirname, "servers");
const cache = join(import.meta.dirname, "../../.cache/recipes");
const requirements = ["gunicorn==27.0.1", "uvicorn==0.54.0"];
const packages: Readonly<Record<string, readonly string[]>> = { nginx: ["nginx-light"], puma: ["puma", "ruby-rack"] };

/** Installs and builds what is missing; takes two minutes at first, and seconds from then on. @throws Error with what a program printed */
export function installServers(): Installed {
  mkdirSync(cache, { recursive: true });
  installPackages();
  const python = join(cache, "venv/bin");
  if (!existsSync(join(python, "uvicorn"))) {
    run("python3", ["-m", "venv", join(cache, "venv")]);
    run(join(python, "pip"), ["install", "--quiet", "--disable-pip-version-check", ...requirements]);
  }
  for (const name of ["go-default", "go-shutdown"]) run("go", ["build", "-o", join(cache, name), "main.go"], join(servers, name));
  const jar = join(cache, "maven-3s/shop.jar");
  if (!existsSync(jar))
    run("mvn", ["--quiet", "--batch-mode", `-DbuildDirectory=${join(cache, "maven-3s")}`, "package"], join(servers, "spring"));
  return {
    servers,
    python,
    goDefault: join(cache, "go-default"),
    goShutdown: join(cache, "go-shutdown"),
    jar,
    nginxConfiguration: nginxConfiguration(),
    versions: [
      `Node ${process.version}`,
      run("go", ["version"]),
      run("java", ["-version"]),
      run(join(python, "gunicorn"), ["--version"]),
      run(join(python, "uvicorn"), ["--version"]),
      run("puma", ["--version"]),
      run("nginx", ["-v"]),
    ],
  };
}

function installPackages(): void {
  const missing = Object.entries(packages).flatMap(([program, names]) => (isThere(program) ? [] : names));
  if (missing.length === 0) return;
  run("apt-get", ["-qq", "update"]);
  run("apt-get", ["-qq", "--yes", "install", "--no-install-recommends", ...missing]);
}

function isThere(program: string): boolean {
  try {
    run("sh", ["-c", `command -v ${program}`]);
    return true;
  } catch {
    return false;
  }
}

/** Standard output and standard error, which some programs print their version to. */
function run(command: string, args: readonly string[], cwd = cache): string {
  return execFileSync("sh", ["-c", 'exec "$@" 2>&1', "sh", command, ...args], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  }).trim();
}

function nginxConfiguration(): string {
  const folder = join(cache, "nginx");
  mkdirSync(folder, { recursive: true });
  // At 2 kB a second: a response that takes about as long as the slow ones of the others.
  writeFileSync(join(folder, "slow.txt"), "x".repeat(8000));
  writeFileSync(join(folder, "template"), readFileSync(join(servers, "nginx.conf"), "utf8").replaceAll("{folder}", folder));
  const script = join(folder, "configuration.sh");
  writeFileSync(script, `#!/bin/sh\nsed "s/{port}/$1/" ${folder}/template > ${folder}/$1.conf && echo ${folder}/$1.conf\n`);
  chmodSync(script, 0o755);
  return script;
}

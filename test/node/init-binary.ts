import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { join } from "node:path";

const SOURCE = join(import.meta.dirname, "init");
const CACHE = join(import.meta.dirname, "../../.cache/node");

/** Path of the static program of `init/`, built when its source has changed. Needs `go`. */
export function provideInit(): string {
  const path = join(CACHE, `outlive-init-${sourceKey()}`);
  if (!existsSync(path)) {
    const unfinished = `${path}.${process.pid}`;
    mkdirSync(CACHE, { recursive: true });
    execFileSync("go", ["build", "-trimpath", "-ldflags", "-s -w", "-o", unfinished, "."], {
      cwd: SOURCE,
      env: { ...process.env, CGO_ENABLED: "0", GOWORK: "off" },
    });
    renameSync(unfinished, path);
  }
  return path;
}

function sourceKey(): string {
  const hash = createHash("sha256");
  for (const name of readdirSync(SOURCE).sort()) hash.update(name).update(readFileSync(join(SOURCE, name)));
  return hash.digest("hex").slice(0, 16);
}

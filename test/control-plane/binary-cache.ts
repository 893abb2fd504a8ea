import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { GoModule } from "./binary-table.ts";

export type Platform = { readonly goos: string; readonly goarch: string };

export type Pins = { readonly goMod: string; readonly goSum: string };

const TOOLS = join(import.meta.dirname, "tools");
const CACHE = join(import.meta.dirname, "../../.cache/control-plane");

export function moduleFolder(module: GoModule): string {
  return join(TOOLS, module);
}

export function readPins(module: GoModule): Pins {
  const read = (name: string): string => readFileSync(join(moduleFolder(module), name), "utf8");
  return { goMod: read("go.mod"), goSum: read("go.sum") };
}

/** One folder a module: changing one module's pins leaves the binaries of the others valid. */
export function cacheFolder(module: GoModule): string {
  return join(CACHE, `${module}-${cacheKey(readPins(module), hostPlatform())}`);
}

export function cacheKey(pins: Pins, platform: Platform): string {
  const hash = createHash("sha256");
  for (const part of [pins.goMod, pins.goSum, platform.goos, platform.goarch]) {
    hash.update(`${part.length}:${part}`);
  }
  return hash.digest("hex").slice(0, 16);
}

// From Node and not from `go env`: what is built has to run on this machine, and a filled cache must serve a machine without Go.
export function hostPlatform(): Platform {
  const goos = process.platform === "win32" ? "windows" : process.platform;
  const goarch = { x64: "amd64", ia32: "386" }[process.arch as string] ?? process.arch;
  return { goos, goarch };
}

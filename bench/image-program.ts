import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

export interface ImageProgram {
  readonly file: string;
  /** Options of Node, from the image's entry point. */
  readonly options: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Builds the program with what V8 compiles of it beforehand, and gives how the image starts it.
 *
 * @throws Error where the Dockerfile has another entry point than node with options and this file.
 */
export function buildImageProgram(): ImageProgram {
  const dockerfile = readFileSync(join(root, "Dockerfile"), "utf8");
  const entrypoint = /^ENTRYPOINT (\[.*\])$/m.exec(dockerfile)?.[1] ?? "[]";
  const [node, ...options] = JSON.parse(entrypoint) as readonly string[];
  if (node !== "node" || options.pop() !== "/outlive/dist/outlive.js") throw new Error(`Dockerfile: ENTRYPOINT ${entrypoint}`);
  execFileSync(process.execPath, [join(root, "scripts/build.ts")]);
  execFileSync(process.execPath, [...options, join(root, "scripts/compile-cache.ts")]);
  const allocator = [...dockerfile.matchAll(/\b(MALLOC_[A-Z_]+)=(\d+)/g)].map(([, name, value]) => [name, value]);
  return {
    file: join(root, "dist/outlive.js"),
    options,
    environment: {
      NODE_COMPILE_CACHE: join(root, "dist/compile-cache"),
      ...(Object.fromEntries(allocator) as Record<string, string>),
    },
  };
}

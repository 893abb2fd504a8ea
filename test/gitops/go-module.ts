import { execFileSync } from "node:child_process";
import { moduleFolder } from "../control-plane/binary-cache.ts";
import type { GoModule } from "../control-plane/binary-table.ts";

/** Where Go keeps the source of a module that a tool is built from: its custom resource definitions are of the version that runs. */
export function goModule(tool: GoModule, path: string): string {
  // `go list` alone names no folder where the source is not there, as when the program came from the cache.
  const { Dir } = JSON.parse(go(tool, ["mod", "download", "-json", path])) as { readonly Dir: string };
  return Dir;
}

const go = (tool: GoModule, args: readonly string[]): string =>
  execFileSync("go", args, { cwd: moduleFolder(tool), encoding: "utf8", env: { ...process.env, GOWORK: "off" } });

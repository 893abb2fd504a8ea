import { execFileSync } from "node:child_process";

/** Names of the files in a compressed tar archive, without the folder that all of them are in. */
export function tarFiles(archive: string): readonly string[] {
  const names = execFileSync("tar", ["--list", "--gzip", "--file", archive], { encoding: "utf8" }).trimEnd().split("\n");
  return names.filter((name) => !name.endsWith("/")).map((name) => name.replace(/^[^/]*\//, ""));
}

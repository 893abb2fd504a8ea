import { spawn } from "node:child_process";
import { appendFileSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Writes a page where only this user reads it, and opens it. Returns its address, for whoever has no browser here. */
export function openPage(page: Iterable<string>, environment: Readonly<Record<string, string | undefined>>): string {
  const file = join(mkdtempSync(join(tmpdir(), "outlive-")), "audit.html");
  writeFileSync(file, "", { mode: 0o600 });
  for (const part of page) appendFileSync(file, part);
  const address = pathToFileURL(file).href;
  const [command, ...args] = opener(environment);
  const opened = spawn(command, [...args, address], { detached: true, stdio: "ignore" });
  // Without a browser, the address is still printed.
  opened.on("error", () => {});
  opened.unref();
  return address;
}

function opener(environment: Readonly<Record<string, string | undefined>>): readonly [string, ...string[]] {
  const chosen = environment["BROWSER"];
  if (chosen !== undefined && chosen !== "") return [chosen];
  if (process.platform === "darwin") return ["open"];
  return process.platform === "win32" ? ["explorer"] : ["xdg-open"];
}

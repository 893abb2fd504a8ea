import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "rolldown";
import { afterAll, expect, test } from "vitest";
import { builtins } from "../../scripts/release/builtins.ts";

const folder = mkdtempSync(join(tmpdir(), "outlive-builtins-"));
afterAll(() => rmSync(folder, { recursive: true }));

const source = `
  import http, { createServer } from "node:http";
  import * as tls from "tls";
  import { readFile } from "node:fs/promises";
  console.log(JSON.stringify({
    same: http.createServer === createServer,
    functions: [typeof createServer, typeof tls.connect, typeof readFile],
    undici: process.moduleLoadList.some((name) => name.includes("undici")),
  }));
`;

function printed(file: string): unknown {
  return JSON.parse(execFileSync(process.execPath, [file], { encoding: "utf8" }));
}

test("a bundle takes from Node's modules what it names, and loads nothing that only other exports need", async () => {
  const [input, file] = [join(folder, "input.mjs"), join(folder, "output.mjs")];
  writeFileSync(input, source);
  await build({ input, platform: "node", plugins: [builtins], output: { file, format: "esm" } });
  const functions = ["function", "function", "function"];
  expect(printed(file)).toEqual({ same: true, functions, undici: false });
  // What an import of the same names does.
  expect(printed(input)).toEqual({ same: true, functions, undici: true });
  expect(readFileSync(file, "utf8")).not.toMatch(/\bfrom\s*"/);
});

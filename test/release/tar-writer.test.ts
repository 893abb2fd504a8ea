import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type TarEntry, tarGzip } from "../../scripts/release/tar-writer.ts";

const entry = (path: string, content: string, executable = false): TarEntry => ({
  path,
  content: Buffer.from(content),
  executable,
});

function extracted(archive: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), "outlive-tar-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "a.tgz"), archive);
  execFileSync("tar", ["-xzf", "a.tgz"], { cwd: folder });
  return folder;
}

test.each([0, 1, 511, 512, 513, 70_000])("tar reads a file of %i bytes", (length) => {
  const content = "é".repeat(length).slice(0, length);
  const folder = extracted(tarGzip([entry("sub/file", content), entry("z", "last")], 1_000_000_000));
  expect(readFileSync(join(folder, "sub/file"), "utf8")).toBe(content);
  expect(readFileSync(join(folder, "z"), "utf8")).toBe("last");
});

test("a program stays executable, other files do not become it, and all carry the time", () => {
  const folder = extracted(tarGzip([entry("program", "", true), entry("text", "")], 1_000_000_000));
  const [program, text] = [statSync(join(folder, "program")), statSync(join(folder, "text"))];
  expect(program.mode & 0o111).toBe(0o111);
  expect(text.mode & 0o111).toBe(0);
  expect([program.mtimeMs, text.mtimeMs]).toEqual([1e12, 1e12]);
});

test("the order in which files are found changes nothing", () => {
  const [a, b] = [entry("a", "1"), entry("b", "2")];
  expect(tarGzip([a, b], 1)).toEqual(tarGzip([b, a], 1));
});

test("a name that would be cut is refused", () => {
  expect(() => tarGzip([entry("x".repeat(101), "")], 1)).toThrow(/too long/);
});

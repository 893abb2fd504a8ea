import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { chartArchive } from "../../scripts/release/chart-archive.ts";
import { differences } from "../../scripts/release/file-list.ts";
import { tarFiles } from "../../scripts/release/tar-files.ts";

const digest = `sha256:${"5a".repeat(32)}`;
const text = (archive: Uint8Array): string => gunzipSync(archive).toString("latin1");

test("names the image by its digest", () => {
  expect(text(chartArchive(1, digest))).toContain(`  digest: ${digest}\n`);
  expect(text(chartArchive(1))).toContain('  digest: ""\n');
});

test("refuses what is no digest", () => {
  expect(() => chartArchive(1, "latest")).toThrow(/digest/);
});

test("leaves out what .helmignore names", () => {
  expect(text(chartArchive(1))).not.toContain("readme-before.md");
});

test("holds the files of the committed list, and no others", () => {
  const folder = mkdtempSync(join(tmpdir(), "outlive-chart-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "chart.tgz"), chartArchive(1));
  expect(differences("chart", tarFiles(join(folder, "chart.tgz")), packageJson.version)).toEqual([]);
});

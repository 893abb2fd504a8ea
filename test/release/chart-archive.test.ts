import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { chartArchive } from "../../scripts/release/chart-archive.ts";

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

import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Evidence } from "./evidence.ts";

test("what an earlier run has left under the same name is not read as part of a later one", () => {
  const folder = mkdtempSync(join(tmpdir(), "outlive-evidence-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, "logs"));
  const earlier = join(folder, "logs", "earlier.log.gz");
  writeFileSync(earlier, "");
  new Evidence().write(folder, { group: "shop", namespace: "web", fromMs: 0, factor: 1 });
  expect(existsSync(earlier)).toBe(false);
});

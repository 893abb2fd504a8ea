import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { exitCodes } from "#cli/exit-codes.ts";
import { serveCommand } from "#cli/serve/serve.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "outlive-serve-self-"));
  writeFileSync(join(folder, "configuration.yaml"), "tls: { mode: self }\n");
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

test.each([
  [undefined, "which is not set"],
  ["", 'which is ""'],
  ["../kube-system", 'which is "../kube-system"'],
])("To keep certificates itself, outlive has to know its namespace: %j is wrong usage", async (namespace, said) => {
  vi.stubEnv("POD_NAMESPACE", namespace);
  const run = serveCommand()
    .exitOverride()
    .parseAsync(["--config", join(folder, "configuration.yaml")], { from: "user" });
  await expect(run).rejects.toMatchObject({ exitCode: exitCodes.wrongUsage, message: expect.stringContaining(said) });
});

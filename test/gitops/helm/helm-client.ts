import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { provideBinaries } from "../../control-plane/binaries.ts";
import type { Ran } from "../../support/webhook.ts";

export type HelmMajor = "helm3" | "helm";

export interface HelmClient {
  /** Does not block: the webhook that Helm's objects pass runs in this process. */
  readonly run: (...args: readonly string[]) => Promise<Ran>;
  /** Fails the test with what Helm says. */
  readonly succeed: (...args: readonly string[]) => Promise<string>;
  readonly stop: () => void;
}

/** The real Helm of either major version, which reads nothing of the home directory. */
export async function helmClient(major: HelmMajor): Promise<HelmClient> {
  const { [major]: path } = await provideBinaries([major]);
  const home = mkdtempSync(join(tmpdir(), "outlive-helm-"));
  const own = { HELM_CONFIG_HOME: home, HELM_CACHE_HOME: home, HELM_DATA_HOME: home };
  const env = { ...process.env, ...own, KUBECONFIG: inject("controlPlane").kubeconfig };
  const run = (...args: readonly string[]): Promise<Ran> =>
    new Promise((resolve) => {
      const child = execFile(path, args, { env }, (_, stdout, stderr) => resolve({ code: child.exitCode ?? 1, stdout, stderr }));
    });
  return {
    run,
    succeed: async (...args) => {
      const { code, stdout, stderr } = await run(...args);
      if (code !== 0) throw new Error(`${major} ${args.join(" ")}: ${stderr}${stdout}`);
      return stdout + stderr;
    },
    stop: () => rmSync(home, { recursive: true, force: true }),
  };
}

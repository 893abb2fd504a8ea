import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chart, helmPath, namespace, valueArguments } from "../chart/helm.ts";
import type { Site } from "./site.ts";

export const RELEASE = "outlive";

/** What helm prints. Does not block, so that a load goes on meanwhile. @throws Error with what helm says. */
export async function runHelm(kubeconfig: string, args: readonly string[]): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), "outlive-helm-"));
  const env = { ...process.env, HELM_CONFIG_HOME: home, HELM_CACHE_HOME: home, HELM_DATA_HOME: home, KUBECONFIG: kubeconfig };
  try {
    return await new Promise((resolve, reject) => {
      execFile(helmPath, [...args, "-n", namespace], { env }, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(`helm ${args[0]}: ${stderr.trim()} ${stdout.trim()}`));
      });
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** The chart of this version, unless another one is given. */
export const installChart = (kubeconfig: string, values: object, folder = chart): Promise<string> =>
  runHelm(kubeconfig, [
    "install",
    RELEASE,
    folder,
    "--create-namespace",
    "--wait",
    "--timeout=90s",
    ...valueArguments({ values }),
  ]);

const WAITING = ["--wait", "--timeout=120s"];

/** Until it is rolled out, unless told otherwise. */
export const upgradeChart = (
  kubeconfig: string,
  values: object,
  waiting: readonly string[] = WAITING,
  folder = chart,
): Promise<string> => runHelm(kubeconfig, ["upgrade", RELEASE, folder, ...waiting, ...valueArguments({ values })]);

/** To what a revision of the release had. */
export const rollbackChart = (kubeconfig: string, revision: number): Promise<string> =>
  runHelm(kubeconfig, ["rollback", RELEASE, String(revision), ...WAITING]);

export const uninstallChart = (kubeconfig: string): Promise<string> =>
  runHelm(kubeconfig, ["uninstall", RELEASE, "--wait", "--timeout=90s"]);

/** For a start from nothing where nobody looks at the end: replicas do not drain. */
export async function clearAway({ nodes, kubectl }: Site): Promise<void> {
  await runHelm(nodes.kubeconfig, ["uninstall", RELEASE, "--ignore-not-found"]);
  await kubectl(["-n", namespace, "delete", "pods", "--all", "--grace-period=0", "--force", "--ignore-not-found"]);
}

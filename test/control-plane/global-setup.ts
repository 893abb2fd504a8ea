import type { TestProject } from "vitest/node";
import { type ControlPlane, startControlPlane } from "./control-plane.ts";
import { installCrds } from "./crds.ts";

/** What a test gets by `inject("controlPlane")`: one plane for all, so a test keeps to a namespace of its own. */
export type SharedControlPlane = {
  readonly server: string;
  readonly ca: string;
  readonly kubeconfig: string;
  readonly kubectlPath: string;
  readonly auditLogPath: string;
  /** Of the API server, such as `v1.36.3`. */
  readonly kubernetes: string;
};

declare module "vitest" {
  interface ProvidedContext {
    readonly controlPlane: SharedControlPlane;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const apiServerArgs = (process.env["OUTLIVE_API_SERVER_FLAGS"] ?? "").split(" ").filter(Boolean);
  const plane = await startControlPlane({ auditLog: true, apiServerArgs });
  try {
    await installCrds(plane);
  } catch (error) {
    await plane.stop();
    throw error;
  }
  const { server, ca, kubeconfig, kubectlPath, auditLogPath = "" } = plane;
  project.provide("controlPlane", { server, ca, kubeconfig, kubectlPath, auditLogPath, kubernetes: await versionOf(plane) });
  return plane.stop;
}

async function versionOf({ kubectl }: ControlPlane): Promise<string> {
  const { stdout } = await kubectl(["get", "--raw", "/version"]);
  return (JSON.parse(stdout) as { gitVersion: string }).gitVersion;
}

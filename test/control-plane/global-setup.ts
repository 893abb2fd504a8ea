import type { TestProject } from "vitest/node";
import { startControlPlane } from "./control-plane.ts";
import { installCrds } from "./crds.ts";

/** What a test gets by `inject("controlPlane")`: one plane for all, so a test keeps to a namespace of its own. */
export type SharedControlPlane = {
  readonly server: string;
  readonly ca: string;
  readonly kubeconfig: string;
  readonly kubectlPath: string;
  readonly auditLogPath: string;
};

declare module "vitest" {
  interface ProvidedContext {
    readonly controlPlane: SharedControlPlane;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const plane = await startControlPlane({ auditLog: true });
  try {
    await installCrds(plane);
  } catch (error) {
    await plane.stop();
    throw error;
  }
  const { server, ca, kubeconfig, kubectlPath, auditLogPath = "" } = plane;
  project.provide("controlPlane", { server, ca, kubeconfig, kubectlPath, auditLogPath });
  return plane.stop;
}

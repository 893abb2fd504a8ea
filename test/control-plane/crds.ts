import { join } from "node:path";
import type { Kubectl } from "./kubectl.ts";

export const CRD_GROUPS = [
  "elbv2.k8s.aws",
  "eks.amazonaws.com",
  "gateway.k8s.aws",
  "gateway.networking.k8s.io",
  "karpenter.sh",
] as const;

/** Those of Argo Rollouts and Flagger are in no cluster but the one of their own tests. */
export type CrdGroup = (typeof CRD_GROUPS)[number] | "argoproj.io" | "flagger.app";

/** Applies the definitions of `crds/<group>.yaml` and waits until the API server serves them. */
export async function installCrds(plane: { readonly kubectl: Kubectl }, groups: readonly CrdGroup[] = CRD_GROUPS): Promise<void> {
  const files = groups.flatMap((group) => ["-f", join(import.meta.dirname, "crds", `${group}.yaml`)]);
  await must(plane.kubectl, ["apply", "--server-side", ...files]);
  await must(plane.kubectl, ["wait", "--for=condition=Established", "--timeout=30s", ...files]);
}

async function must(kubectl: Kubectl, args: readonly string[]): Promise<void> {
  const { code, stderr } = await kubectl(args);
  if (code !== 0) {
    throw new Error(
      `The custom resource definitions cannot be installed: kubectl ${args[0]} ended with exit code ${code}:\n${stderr.trim()}`,
    );
  }
}

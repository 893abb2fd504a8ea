import { inject } from "vitest";
import { createKubectl, type Kubectl } from "../control-plane/kubectl.ts";

/** The control plane that all tests of a project share, for what runs beside it. */
export function sharedPlane(): { readonly kubeconfig: string; readonly kubectl: Kubectl } {
  const { kubeconfig, kubectlPath } = inject("controlPlane");
  return { kubeconfig, kubectl: createKubectl(kubectlPath, kubeconfig) };
}

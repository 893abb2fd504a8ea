/** Flux's real helm-controller, as a process beside the control plane of the tests. */

import { join } from "node:path";
import { inject } from "vitest";
import { provideBinaries } from "../../control-plane/binaries.ts";
import { createKubectl } from "../../control-plane/kubectl.ts";
import { freePorts } from "../../control-plane/ports.ts";
import { goModule } from "../go-module.ts";
import { answersAt, programs } from "../programs.ts";

export interface HelmController {
  readonly stop: () => Promise<void>;
}

const definition = "config/crd/bases/helm.toolkit.fluxcd.io_helmreleases.yaml";

export async function startHelmController(): Promise<HelmController> {
  const plane = inject("controlPlane");
  const kubectl = createKubectl(plane.kubectlPath, plane.kubeconfig);
  const ours = join(goModule("helm-controller", "github.com/fluxcd/helm-controller"), definition);
  const files = [join(import.meta.dirname, "sources.yaml"), ours].flatMap((file) => ["-f", file]);
  for (const args of [
    ["apply", "--server-side"],
    ["wait", "--for=condition=Established", "--timeout=30s"],
  ]) {
    const { code, stderr } = await kubectl([...args, ...files]);
    if (code !== 0) throw new Error(`the definitions of Flux: ${stderr}`);
  }
  const { "helm-controller": path } = await provideBinaries(["helm-controller"]);
  const running = programs();
  const [metrics = 0, health = 0] = await freePorts(2);
  const args = [`--metrics-addr=127.0.0.1:${metrics}`, `--health-addr=127.0.0.1:${health}`, "--log-level=debug"];
  const env = { KUBECONFIG: plane.kubeconfig, RUNTIME_NAMESPACE: "default", HOME: running.folder, TMPDIR: running.folder };
  const unthrottled = ["--kube-api-qps=200", "--kube-api-burst=400"];
  try {
    await running.start({ name: "helm-controller", path, args: [...args, ...unthrottled], env }, answersAt(health, "/readyz"));
  } catch (error) {
    await running.stop();
    throw error;
  }
  return { stop: running.stop };
}

/** Flux's real helm-controller and kustomize-controller, as processes beside the control plane of the tests. */

import { join } from "node:path";
import { inject } from "vitest";
import { provideBinaries } from "../../control-plane/binaries.ts";
import { createKubectl } from "../../control-plane/kubectl.ts";
import { freePorts } from "../../control-plane/ports.ts";
import { goModule } from "../go-module.ts";
import { answersAt, programs } from "../programs.ts";

export interface FluxControllers {
  readonly stop: () => Promise<void>;
}

const controllers = [
  ["helm-controller", "helm.toolkit.fluxcd.io_helmreleases.yaml"],
  ["kustomize-controller", "kustomize.toolkit.fluxcd.io_kustomizations.yaml"],
] as const;

export async function startFluxControllers(names: readonly string[]): Promise<FluxControllers> {
  const plane = inject("controlPlane");
  const kubectl = createKubectl(plane.kubectlPath, plane.kubeconfig);
  const chosen = controllers.filter(([name]) => names.includes(name));
  const definitions = chosen.map(([name, file]) => join(goModule(name, `github.com/fluxcd/${name}`), "config/crd/bases", file));
  const files = [join(import.meta.dirname, "sources.yaml"), ...definitions].flatMap((file) => ["-f", file]);
  for (const args of [
    ["apply", "--server-side"],
    ["wait", "--for=condition=Established", "--timeout=30s"],
  ]) {
    const { code, stderr } = await kubectl([...args, ...files]);
    if (code !== 0) throw new Error(`the definitions of Flux: ${stderr}`);
  }
  const paths = await provideBinaries(chosen.map(([name]) => name));
  const running = programs();
  try {
    for (const [name] of chosen) {
      const [metrics = 0, health = 0] = await freePorts(2);
      const args = [`--metrics-addr=127.0.0.1:${metrics}`, `--health-addr=127.0.0.1:${health}`, "--log-level=debug"];
      const env = { KUBECONFIG: plane.kubeconfig, RUNTIME_NAMESPACE: "default", HOME: running.folder, TMPDIR: running.folder };
      const throttle = ["--kube-api-qps=200", "--kube-api-burst=400"];
      await running.start({ name, path: paths[name], args: [...args, ...throttle], env }, answersAt(health, "/readyz"));
    }
  } catch (error) {
    await running.stop();
    throw error;
  }
  return { stop: running.stop };
}

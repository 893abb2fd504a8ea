import { namespace } from "../../chart/helm.ts";
import { installChart, uninstallChart } from "../../install/helm-release.ts";
import type { ProofPace } from "./pace.ts";
import type { ProofCluster } from "./proof-cluster.ts";

/** Installs the chart as an administrator does, with policies at the pace of the runs. Gives the address of its gates, as no DNS knows it. */
export async function installOutlive({ kubeconfig, kubectl, image }: ProofCluster, { parameters }: ProofPace): Promise<string> {
  const configuration = { parameters, controller: { clusterName: "emulated" }, gates: { enabled: true } };
  await installChart(kubeconfig, { image, configuration });
  const { stdout } = await kubectl(["-n", namespace, "get", "service/outlive-gates", "-o", "jsonpath={.spec.clusterIP}"]);
  return `http://${stdout}`;
}

export async function uninstallOutlive({ kubeconfig }: ProofCluster): Promise<void> {
  await uninstallChart(kubeconfig);
}

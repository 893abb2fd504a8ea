import { installChart, uninstallChart } from "../../install/helm-release.ts";
import type { ProofPace } from "./pace.ts";
import type { ProofCluster } from "./proof-cluster.ts";

/** Installs the chart as an administrator does, with policies at the pace of the runs. */
export async function installOutlive({ kubeconfig, image }: ProofCluster, { parameters }: ProofPace): Promise<void> {
  await installChart(kubeconfig, { image, configuration: { parameters, controller: { clusterName: "emulated" } } });
}

export async function uninstallOutlive({ kubeconfig }: ProofCluster): Promise<void> {
  await uninstallChart(kubeconfig);
}

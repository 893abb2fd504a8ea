import type { Program } from "./processes.ts";

// Port 0 turns serving off: nobody asks these two anything, and two ports fewer can collide.
const ALONE = ["--leader-elect=false", "--secure-port=0"];

export function controllerManager(path: string, kubeconfig: string, pki: (name: string) => string): Program {
  return {
    name: "kube-controller-manager",
    path,
    args: [
      `--kubeconfig=${kubeconfig}`,
      ...ALONE,
      `--service-account-private-key-file=${pki("service-account.key")}`,
      `--root-ca-file=${pki("ca.crt")}`,
      "--use-service-account-credentials",
    ],
  };
}

export function scheduler(path: string, kubeconfig: string): Program {
  return { name: "kube-scheduler", path, args: [`--kubeconfig=${kubeconfig}`, ...ALONE] };
}

import type { Program } from "./processes.ts";

// Port 0 turns serving off: nobody asks these two anything, and two ports fewer can collide.
const ALONE = ["--leader-elect=false", "--secure-port=0"];

// The defaults (20 and 30) stretch the start to four seconds, most of it spent on making a ServiceAccount for each controller (Kubernetes 1.36).
const UNTHROTTLED = ["--kube-api-qps=500", "--kube-api-burst=1000"];

export function controllerManager(path: string, kubeconfig: string, pki: (name: string) => string): Program {
  return {
    name: "kube-controller-manager",
    path,
    args: [
      `--kubeconfig=${kubeconfig}`,
      ...ALONE,
      ...UNTHROTTLED,
      `--service-account-private-key-file=${pki("service-account.key")}`,
      `--root-ca-file=${pki("ca.crt")}`,
      "--use-service-account-credentials",
    ],
  };
}

export function scheduler(path: string, kubeconfig: string): Program {
  return { name: "kube-scheduler", path, args: [`--kubeconfig=${kubeconfig}`, ...ALONE, ...UNTHROTTLED] };
}

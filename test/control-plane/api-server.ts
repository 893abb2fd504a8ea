import { LOOPBACK } from "./ports.ts";
import type { Program } from "./processes.ts";

// The API server takes the first address of the range for itself, so its certificate names it.
export const SERVICE_RANGE = "10.96.0.0/16";
export const API_SERVER_NAMES: readonly string[] = [
  "localhost",
  "kubernetes",
  "kubernetes.default",
  "kubernetes.default.svc",
  "kubernetes.default.svc.cluster.local",
];
const KUBERNETES_SERVICE = "10.96.0.1";

/** The addresses that its certificate has to name when it listens on `address`. */
export function apiServerAddresses(address: string): readonly string[] {
  return [address, KUBERNETES_SERVICE];
}

export type ApiServerSettings = {
  readonly address: string;
  readonly port: number;
  readonly etcd: string;
  /** Path of a file in the folder of certificates. */
  readonly pki: (name: string) => string;
  readonly withServiceAccounts: boolean;
  readonly admissionPlugins: readonly string[];
  readonly audit: { readonly policy: string; readonly log: string } | undefined;
  /** Come last, so they win over the flags given here. */
  readonly extraArgs: readonly string[];
};

export function apiServer(path: string, settings: ApiServerSettings): Program {
  const { address, pki, audit } = settings;
  return {
    name: "kube-apiserver",
    path,
    args: [
      `--etcd-servers=${settings.etcd}`,
      `--bind-address=${address}`,
      `--advertise-address=${address}`,
      `--secure-port=${settings.port}`,
      // Endpoints on a loopback address are invalid, and the reconciler logs that every ten seconds (Kubernetes 1.36).
      ...(address === LOOPBACK ? ["--endpoint-reconciler-type=none"] : []),
      `--service-cluster-ip-range=${SERVICE_RANGE}`,
      "--allow-privileged=true",
      "--authorization-mode=Node,RBAC",
      `--client-ca-file=${pki("ca.crt")}`,
      `--tls-cert-file=${pki("api-server.crt")}`,
      `--tls-private-key-file=${pki("api-server.key")}`,
      `--kubelet-client-certificate=${pki("kubelet-client.crt")}`,
      `--kubelet-client-key=${pki("kubelet-client.key")}`,
      "--service-account-issuer=https://kubernetes.default.svc",
      `--service-account-key-file=${pki("service-account.pub")}`,
      `--service-account-signing-key-file=${pki("service-account.key")}`,
      // Nobody makes the default ServiceAccount without the controllers, and the plugin refuses every Pod that lacks it.
      ...(settings.withServiceAccounts ? [] : ["--disable-admission-plugins=ServiceAccount"]),
      ...(settings.admissionPlugins.length === 0 ? [] : [`--enable-admission-plugins=${settings.admissionPlugins.join(",")}`]),
      ...(audit === undefined ? [] : [`--audit-policy-file=${audit.policy}`, `--audit-log-path=${audit.log}`]),
      ...settings.extraArgs,
    ],
  };
}

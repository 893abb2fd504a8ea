import { LOOPBACK } from "./ports.ts";
import type { Program } from "./processes.ts";

// The API server takes the first address of the range for itself, so its certificate names it.
const SERVICE_RANGE = "10.96.0.0/16";
export const API_SERVER_NAMES: readonly string[] = [
  "localhost",
  "kubernetes",
  "kubernetes.default",
  "kubernetes.default.svc",
  "kubernetes.default.svc.cluster.local",
];
export const API_SERVER_ADDRESSES: readonly string[] = [LOOPBACK, "10.96.0.1"];

export type ApiServerSettings = {
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
  const { pki, audit } = settings;
  return {
    name: "kube-apiserver",
    path,
    args: [
      `--etcd-servers=${settings.etcd}`,
      `--bind-address=${LOOPBACK}`,
      `--advertise-address=${LOOPBACK}`,
      `--secure-port=${settings.port}`,
      // Endpoints on a loopback address are invalid, and the reconciler logs that every ten seconds (Kubernetes 1.36).
      "--endpoint-reconciler-type=none",
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

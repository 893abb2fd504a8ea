import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Program } from "../control-plane/processes.ts";
import { POD_RANGE } from "./addresses.ts";

// In a network of its own every port is free; metrics stay on theirs, 10249.
const HEALTH_PORT = 10_256;

export type KubeProxySettings = {
  readonly folder: string;
  readonly kubeconfig: string;
  readonly nodeName: string;
  readonly address: string;
  /** For how long changes collectFacts before rules are written, at the shortest. */
  readonly minSyncPeriod: string;
};

/** One serves all nodes, because they share the machine's network. Mode nftables would need the command `nft`. */
export function kubeProxy(path: string, { folder, kubeconfig, nodeName, address, minSyncPeriod }: KubeProxySettings): Program {
  const config = join(folder, "kube-proxy.yaml");
  const content = {
    apiVersion: "kubeproxy.config.k8s.io/v1alpha1",
    kind: "KubeProxyConfiguration",
    clientConnection: { kubeconfig },
    mode: "iptables",
    hostnameOverride: nodeName,
    bindAddress: address,
    clusterCIDR: POD_RANGE,
    healthzBindAddress: `${address}:${HEALTH_PORT}`,
    // The limit is the host's, and cannot be written from another network namespace.
    conntrack: { maxPerCore: 0, min: 0 },
    iptables: { syncPeriod: "10s", minSyncPeriod },
  };
  writeFileSync(config, stringify(content));
  return { name: "kube-proxy", path, args: [`--config=${config}`] };
}

/** Answers 200 once the rules have been written for the first time. */
export function kubeProxyHealthUrl(address: string): string {
  return `http://${address}:${HEALTH_PORT}/healthz`;
}

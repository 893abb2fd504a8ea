import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Program } from "../control-plane/processes.ts";
import { cgroupRoot } from "./cgroups.ts";

export type KubeletSettings = {
  readonly nodeName: string;
  readonly address: string;
  readonly folder: string;
  readonly kubeconfig: string;
  readonly clientCa: string;
  readonly runtimeSocket: string;
  readonly featureGates: Readonly<Record<string, boolean>>;
};

export function kubelet(path: string, settings: KubeletSettings): Program {
  const { nodeName, address, folder, kubeconfig } = settings;
  const config = join(folder, "kubelet.yaml");
  const resolvConf = join(folder, "resolv.conf");
  mkdirSync(folder, { recursive: true });
  writeFileSync(resolvConf, "");
  writeFileSync(config, stringify(configuration(settings, resolvConf)));
  return {
    name: `kubelet-${nodeName}`,
    path,
    args: [
      `--config=${config}`,
      `--kubeconfig=${kubeconfig}`,
      `--hostname-override=${nodeName}`,
      `--node-ip=${address}`,
      `--root-dir=${join(folder, "kubelet")}`,
      `--cert-dir=${join(folder, "certificates")}`,
    ],
  };
}

function configuration(settings: KubeletSettings, resolvConf: string): unknown {
  return {
    apiVersion: "kubelet.config.k8s.io/v1beta1",
    kind: "KubeletConfiguration",
    address: settings.address,
    healthzPort: 0,
    authentication: { anonymous: { enabled: false }, webhook: { enabled: true }, x509: { clientCAFile: settings.clientCa } },
    authorization: { mode: "Webhook" },
    featureGates: settings.featureGates,
    containerRuntimeEndpoint: `unix://${settings.runtimeSocket}`,
    cgroupDriver: "cgroupfs",
    cgroupRoot: cgroupRoot(settings.nodeName),
    // True by default since 1.35, and a hybrid hierarchy counts as version 1.
    failCgroupV1: false,
    enforceNodeAllocatable: [],
    failSwapOn: false,
    makeIPTablesUtilChains: false,
    resolvConf,
    // The host's disk and memory are shared with whatever else runs there; the defaults would evict at 85 % of the disk.
    evictionHard: { "memory.available": "64Mi", "nodefs.available": "1%", "imagefs.available": "1%", "nodefs.inodesFree": "1%" },
    imageGCHighThresholdPercent: 100,
  };
}

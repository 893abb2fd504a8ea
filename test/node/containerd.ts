import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Program } from "../control-plane/processes.ts";
import { CNI_FILE, cniConfiguration } from "./cni.ts";
import { PAUSE_IMAGE } from "./pause-image.ts";

export type Containerd = { readonly program: Program; readonly socket: string };

/** A containerd whose root, state, socket and network configuration are in `folder`; nothing is shared with the host's. */
export function containerd(nodeName: string, folder: string, podSubnet: string): Containerd {
  const cni = join(folder, "cni");
  mkdirSync(cni, { recursive: true });
  writeFileSync(join(cni, CNI_FILE), cniConfiguration(podSubnet, join(folder, "leases")));
  const config = join(folder, "containerd.toml");
  const socket = join(folder, "containerd.sock");
  writeFileSync(config, configuration({ folder, socket, cni }));
  return { program: { name: `containerd-${nodeName}`, path: "containerd", args: ["--config", config] }, socket };
}

// restrict_oom_score_adj: without CAP_SYS_RESOURCE runc cannot lower the score, and no sandbox starts (containerd 1.6.20).
function configuration({ folder, socket, cni }: { folder: string; socket: string; cni: string }): string {
  return `version = 2
root = "${join(folder, "root")}"
state = "${join(folder, "state")}"
disabled_plugins = ["io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs"]

[grpc]
address = "${socket}"

[plugins."io.containerd.internal.v1.opt"]
path = "${join(folder, "opt")}"

[plugins."io.containerd.grpc.v1.cri"]
sandbox_image = "${PAUSE_IMAGE}"
restrict_oom_score_adj = true

[plugins."io.containerd.grpc.v1.cri".cni]
bin_dir = "/usr/lib/cni"
conf_dir = "${cni}"

[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
runtime_type = "io.containerd.runc.v2"

[plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
SystemdCgroup = false
`;
}

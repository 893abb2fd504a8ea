import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { nodeCgroups } from "./cgroups.ts";
import { processesOf } from "./clean-up.ts";
import { FOLDER_PREFIX } from "./folder.ts";

// Where container tools keep things whose paths cannot be set; a node's are inside its machine.
const FIXED_PATHS = [
  "/run/containerd",
  "/run/netns",
  "/var/lib/cni",
  "/var/lib/containerd",
  "/var/lib/kubelet",
  "/var/log/pods",
  "/opt/containerd",
];

/** Everything on the host that a node could leave behind, a line each. Alike before a start and after a stop. */
export function hostTraces(): readonly string[] {
  return [
    ...lines("ip", ["-oneline", "link"]).map((line) => `interface ${line.split(": ")[1]}`),
    ...lines("ip", ["route"]).map((line) => `route ${line}`),
    ...lines("iptables-save", [])
      .filter((line) => line.startsWith("-A"))
      .map((line) => `iptables ${line}`),
    ...readFileSync("/proc/mounts", "utf8")
      .trim()
      .split("\n")
      .map((line) => `mount ${line}`),
    ...nodeCgroups().map((path) => `cgroup ${path}`),
    ...processesOf(FOLDER_PREFIX).map((pid) => `process ${pid}`),
    ...readdirSync(tmpdir())
      .filter((name) => name.startsWith(FOLDER_PREFIX))
      .map((name) => `folder ${name}`),
    ...FIXED_PATHS.filter(existsSync).map((path) => `folder ${path}`),
    `ip_forward ${readFileSync("/proc/sys/net/ipv4/ip_forward", "utf8").trim()}`,
  ].sort();
}

function lines(command: string, args: readonly string[]): readonly string[] {
  return spawnSync(command, args, { encoding: "utf8" }).stdout.split("\n").filter(Boolean);
}

import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readIfThere } from "../control-plane/read-if-there.ts";

const PREFIX = "outlive-node-";

type Hierarchy = { readonly mountPoint: string; readonly version: 1 | 2 };

/** The group below which a kubelet puts its Pods, as a path from the root of every hierarchy. */
export function cgroupRoot(nodeName: string): string {
  return `/outlive-${nodeName}`;
}

// A kubelet makes the groups of its Pods, but refuses to start when the one above them is missing in any hierarchy (1.36).
export function createCgroup(root: string): void {
  for (const { mountPoint, version } of hierarchies()) {
    if (version === 2) enableControllers(mountPoint);
    const group = join(mountPoint, root);
    mkdirSync(group, { recursive: true });
    // A new group of version 1 starts without processors, and nothing can be moved into such a one.
    for (const file of ["cpuset.cpus", "cpuset.mems"]) {
      const value = readIfThere(join(mountPoint, file)).trim();
      if (version === 1 && value !== "") writeFileSync(join(group, file), value);
    }
    for (const [file, share] of shares) if (existsSync(join(group, file))) writeFileSync(join(group, file), share);
  }
}

/**
 * Sixteen times the default of either version: else all Pods of a node together weigh as much as one thread of whatever else this
 * machine does, and their probes fail when it is busy.
 */
const shares = [
  ["cpu.shares", "16384"],
  ["cpu.weight", "1600"],
] as const;

export function nodeCgroups(): readonly string[] {
  return hierarchies().flatMap(({ mountPoint }) =>
    children(mountPoint)
      .filter((name) => name.startsWith(PREFIX))
      .map((name) => join(mountPoint, name)),
  );
}

/** Works only when the processes in it are gone. */
export function removeCgroup(path: string): void {
  for (const name of children(path)) removeCgroup(join(path, name));
  rmdirSync(path);
}

function hierarchies(): readonly Hierarchy[] {
  return readFileSync("/proc/mounts", "utf8")
    .split("\n")
    .map((line) => line.split(" "))
    .filter(([, , type]) => type === "cgroup" || type === "cgroup2")
    .map(([, mountPoint = "", type]) => ({ mountPoint, version: type === "cgroup" ? 1 : 2 }));
}

function enableControllers(mountPoint: string): void {
  const available = readIfThere(join(mountPoint, "cgroup.controllers")).trim().split(/\s+/).filter(Boolean);
  if (available.length === 0) return;
  writeFileSync(join(mountPoint, "cgroup.subtree_control"), available.map((name) => `+${name}`).join(" "));
}

function children(path: string): readonly string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

// Debian 12: containerd 1.6.20 and runc 1.1.5 are new enough for kubelet 1.36; 1.37 will want containerd 2.
const PACKAGES: Readonly<Record<string, string>> = {
  containerd: "/usr/bin/containerd",
  runc: "/usr/sbin/runc",
  "containernetworking-plugins": "/usr/lib/cni/ptp",
  iptables: "/usr/sbin/iptables",
  conntrack: "/usr/sbin/conntrack",
  ethtool: "/usr/sbin/ethtool",
  iproute2: "ip",
  "util-linux": "unshare",
  buildah: "/usr/bin/buildah",
};

/** All that an image is built with; nothing of it runs containers. */
export const IMAGE_PACKAGES = ["util-linux", "buildah"] as const;

const FOLDERS = ["/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin", "/usr/local/sbin"];

export function missingPackages(wanted: readonly string[] = Object.keys(PACKAGES)): readonly string[] {
  return Object.entries(PACKAGES)
    .filter(([name, file]) => wanted.includes(name) && !isInstalled(file))
    .map(([name]) => name);
}

/** Installs what is missing, and only that. Debian's containerd service is not started by it where a policy-rc.d forbids that. */
export function installPackages(report: (line: string) => void, wanted?: readonly string[]): void {
  const missing = missingPackages(wanted);
  if (missing.length === 0) return;
  report(`installing the Debian packages ${missing.join(", ")} with apt-get`);
  const startedMs = Date.now();
  apt(["update", "-qq"]);
  apt(["install", "--yes", "-qq", "--no-install-recommends", ...missing]);
  report(`installed in ${Math.round((Date.now() - startedMs) / 1000)} s`);
}

function apt(args: readonly string[]): void {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const { status, stderr, error } = spawnSync("apt-get", args, { env, encoding: "utf8" });
  if (status !== 0) {
    throw new Error(`apt-get ${args[0]} failed: ${error?.message ?? stderr.trim()}`);
  }
}

function isInstalled(file: string): boolean {
  return FOLDERS.some((folder) => existsSync(file.startsWith("/") ? file : join(folder, file)));
}

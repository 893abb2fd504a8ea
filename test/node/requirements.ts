import { spawnSync } from "node:child_process";
import { missingPackages } from "./packages.ts";

/** What a node needs and this machine lacks, a sentence each. Packages that apt-get can install are not counted. */
export function missingRequirements(): readonly string[] {
  if (process.platform !== "linux") {
    return [`A node runs on Linux only, and this is ${process.platform}: use \`make kind\`, which needs Docker.`];
  }
  if (process.getuid?.() !== 0) {
    return [
      "A node needs root for its containers, cgroups and network: run the command again with sudo, or as root in a virtual machine.",
    ];
  }
  return [...missingNamespaces(), ...unobtainablePackages()];
}

function missingNamespaces(): readonly string[] {
  const { status, stderr } = spawnSync("unshare", ["--net", "--mount", "--pid", "--fork", "--mount-proc", "true"], {
    encoding: "utf8",
  });
  if (status === 0) return [];
  return [
    `A node needs network, mount and process namespaces of its own, which this machine refuses (${(stderr ?? "no unshare command").trim()}): a container has to be privileged for that.`,
  ];
}

function unobtainablePackages(): readonly string[] {
  const missing = missingPackages();
  if (missing.length === 0 || spawnSync("apt-get", ["--version"]).status === 0) return [];
  return [`There is no apt-get to install ${missing.join(", ")}: install what your distribution calls them.`];
}

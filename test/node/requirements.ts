import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { IMAGE_PACKAGES, missingPackages } from "./packages.ts";

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
  if (!isRootOfTheMachine()) {
    return [
      "A node needs root of the machine, and this is root of a user namespace only (a rootless container, or unshare --user): run the command outside of it.",
    ];
  }
  return [...missingNamespaces(), ...unobtainablePackages()];
}

/** What building an image needs and this machine lacks, a sentence each. */
export function missingForImage(): readonly string[] {
  if (process.platform !== "linux")
    return [`make image works on Linux only, and this is ${process.platform}: use \`docker build .\` with Docker.`];
  if (process.getuid?.() !== 0)
    return ["make image needs root for buildah: run it again with sudo, or use `docker build .` with Docker."];
  return unobtainablePackages(IMAGE_PACKAGES);
}

// Such a root may make namespaces, but neither write to the machine's cgroups nor make its network's interfaces. All ids are its own where there is none.
function isRootOfTheMachine(): boolean {
  return /^\s*0\s+0\s+4294967295\s*$/.test(readFileSync("/proc/self/uid_map", "utf8"));
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

function unobtainablePackages(wanted?: readonly string[]): readonly string[] {
  const missing = missingPackages(wanted);
  if (missing.length === 0 || spawnSync("apt-get", ["--version"]).status === 0) return [];
  return [`There is no apt-get to install ${missing.join(", ")}: install what your distribution calls them.`];
}

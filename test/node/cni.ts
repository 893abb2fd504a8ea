/** Name of the file that `cniConfiguration` goes into, in the folder that containerd is told. */
export const CNI_FILE = "10-outlive.conflist";

/**
 * Each Pod at the end of its own cable with a route to it (plugin `ptp`). On a bridge, an answer from a Pod of the same node
 * would bypass the translation of the Service's address, unless the kernel has br_netfilter.
 */
export function cniConfiguration(subnet: string, leases: string): string {
  return JSON.stringify({
    cniVersion: "0.4.0",
    name: "outlive",
    plugins: [
      {
        type: "ptp",
        ipMasq: false,
        ipam: { type: "host-local", dataDir: leases, ranges: [[{ subnet }]], routes: [{ dst: "0.0.0.0/0" }] },
      },
      { type: "portmap", capabilities: { portMappings: true } },
    ],
  });
}

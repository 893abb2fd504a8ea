/** The networks of the machine that the nodes share. Services have the API server's range, 10.96.0.0/16. */

export const HOST_INTERFACE = "outlive0";
export const HOST_ADDRESS = "10.222.0.1";
export const MACHINE_INTERFACE = "uplink";
export const MACHINE_ADDRESS = "10.222.0.2";
export const PREFIX_LENGTH = 24;

/** All Pods of all nodes; each node has a /24 of it. */
export const POD_RANGE = "10.244.0.0/16";

export type NodeNumber = 1 | 2;

export function nodeName(node: NodeNumber): string {
  return `node-${node}`;
}

export function nodeAddress(node: NodeNumber): string {
  return `10.222.0.${10 + node}`;
}

export function podSubnet(node: NodeNumber): string {
  return `10.244.${node}.0/24`;
}

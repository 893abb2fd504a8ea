import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { SERVICE_RANGE } from "../control-plane/api-server.ts";
import {
  HOST_ADDRESS,
  HOST_INTERFACE,
  MACHINE_ADDRESS,
  MACHINE_INTERFACE,
  type NodeNumber,
  nodeAddress,
  POD_RANGE,
  PREFIX_LENGTH,
} from "./addresses.ts";
import type { Machine } from "./machine.ts";

const run = promisify(execFile);

/** A cable between host and machine, by which the host reaches the API server, Pods and Services. Ends with the machine. */
export async function connectUplink(machine: Machine, nodes: readonly NodeNumber[]): Promise<void> {
  await ip("link", "add", HOST_INTERFACE, "type", "veth", "peer", "name", MACHINE_INTERFACE, "netns", String(machine.pid));
  await ip("address", "add", `${HOST_ADDRESS}/${PREFIX_LENGTH}`, "dev", HOST_INTERFACE);
  await ip("link", "set", HOST_INTERFACE, "up");
  const inside = (...args: readonly string[]): Promise<string> => machine.run(["ip", ...args]);
  await inside("address", "add", `${MACHINE_ADDRESS}/${PREFIX_LENGTH}`, "dev", MACHINE_INTERFACE);
  for (const node of nodes) {
    await inside("address", "add", `${nodeAddress(node)}/32`, "dev", MACHINE_INTERFACE);
  }
  await inside("link", "set", MACHINE_INTERFACE, "up");
  // The API server, kube-proxy and kubelet take the absence of a default route for the absence of a network.
  await inside("route", "add", "default", "via", HOST_ADDRESS);
  for (const range of [SERVICE_RANGE, POD_RANGE]) {
    await ip("route", "add", range, "via", MACHINE_ADDRESS);
  }
}

async function ip(...args: readonly string[]): Promise<void> {
  await run("ip", args).catch((error: Error) => {
    throw new Error(`${error.message.trim()}\nAnother network of this host may use the same addresses.`, { cause: error });
  });
}

import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";

export const LOOPBACK = "127.0.0.1";

/** Ports free at this moment. All are held before any is let go, so they differ; another process may still take one first. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(Array.from({ length: count }, listen));
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => once(server.close(), "close")));
  return ports;
}

async function listen(): Promise<Server> {
  const server = createServer();
  await once(server.listen(0, LOOPBACK), "listening");
  return server;
}

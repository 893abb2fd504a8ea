import { connect, createServer, type Server, type Socket } from "node:net";
import { LOOPBACK } from "../../control-plane/ports.ts";

/** Passes bytes between whoever connects and an address that is chosen for each connection. */
export interface Forwarder {
  readonly port: number;
  readonly connections: () => number;
  /** Breaks what is open; new connections are taken as before. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
}

/** `target` is a port of this machine, undefined for none: the connection is broken at once. Silence is what a dropped packet is. */
export async function startForwarder(target: () => number | "silence" | undefined): Promise<Forwarder> {
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const port = target();
    keep(client, open);
    if (port === undefined) {
      client.resetAndDestroy();
      return;
    }
    if (port === "silence") return;
    const upstream = connect({ host: LOOPBACK, port, allowHalfOpen: true, noDelay: true });
    keep(upstream, open);
    client.pipe(upstream);
    upstream.pipe(client);
    // As the network does it: whoever breaks one half breaks the other.
    client.once("error", () => upstream.resetAndDestroy());
    upstream.once("error", () => client.resetAndDestroy());
    client.once("close", () => upstream.destroy());
    upstream.once("close", () => client.destroy());
  });
  await listening(server);
  const cut = (): void => {
    for (const socket of open) socket.resetAndDestroy();
  };
  return {
    port: (server.address() as { port: number }).port,
    connections: () => open.size,
    cut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}

function keep(socket: Socket, open: Set<Socket>): void {
  open.add(socket);
  socket.on("error", () => {});
  socket.once("close", () => open.delete(socket));
}

const listening = (server: Server): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject).listen(0, LOOPBACK, () => resolve());
  });

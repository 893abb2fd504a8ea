import { createServer as createHttpServer, type RequestListener, type Server } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Socket, type Server as TcpServer } from "node:net";

export interface Loopback {
  readonly port: number;
  /** Connections that were accepted. */
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

type AnyServer = Server | TcpServer;

async function listening(server: AnyServer, host: string, port: number): Promise<Loopback> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on("connection", (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const httpServer = (handler: RequestListener, host = "127.0.0.1", port = 0): Promise<Loopback> =>
  listening(createHttpServer({ keepAliveTimeout: 60_000 }, handler), host, port);

export const httpsServer = (handler: RequestListener, key: string, cert: string): Promise<Loopback> =>
  listening(createHttpsServer({ key, cert }, handler), "127.0.0.1", 0);

/** Whatever a peer does below HTTP. */
export const tcpServer = (onConnection: (socket: Socket) => void, host = "127.0.0.1"): Promise<Loopback> =>
  listening(createTcpServer({ allowHalfOpen: true }, onConnection), host, 0);

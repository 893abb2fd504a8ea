import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { respondToClientError } from "./client-error.ts";

export interface PlainServer {
  /** The port, which the system chose if 0 was requested. */
  readonly port: number;
  close(): Promise<void>;
}

export interface PlainServerOptions {
  readonly maxConnections?: number;
}

const slowestRequestMs = 10_000;

/** Plain HTTP on a port of its own, for what has no business at the admission port. */
export async function servePlain(
  listener: RequestListener,
  host: string,
  port: number,
  { maxConnections }: PlainServerOptions = {},
): Promise<PlainServer> {
  const server = createServer({ requestTimeout: slowestRequestMs, headersTimeout: slowestRequestMs }, listener);
  server.on("clientError", respondToClientError);
  if (maxConnections !== undefined) server.maxConnections = maxConnections;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

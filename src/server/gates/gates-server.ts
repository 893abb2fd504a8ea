import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface GateReply {
  readonly status: number;
  readonly contentType: "text/plain" | "application/json";
  readonly text: string;
}

/** Answers one request; `body` is undefined where there is none, or none that is JSON. */
export type GateHandler = (request: { readonly method: string; readonly path: string; readonly body: unknown }) => GateReply;

export interface GatesServer {
  /** The port, which the system chose if 0 was requested. */
  readonly port: number;
  close(): Promise<void>;
}

/** Flagger sends a few hundred bytes and what the Canary's metadata holds. */
const longestBody = 65_536;
const mostConnections = 64;

/** Plain HTTP on a port of its own, because Flagger trusts no authority of ours and Argo Rollouts needs none. */
export async function serveGates(handler: GateHandler, host: string, port: number): Promise<GatesServer> {
  const server = createServer(
    { requestTimeout: 10_000, headersTimeout: 10_000, keepAliveTimeout: 5_000 },
    (request, response) => {
      void respond(handler, request, response);
    },
  );
  server.maxConnections = mostConnections;
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

async function respond(handler: GateHandler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request);
  const path = request.url?.split("?", 1)[0] ?? "/";
  const { status, contentType, text } = handler({ method: request.method ?? "", path, body });
  response.writeHead(status, { "content-type": `${contentType}; charset=utf-8` }).end(`${text}\n`);
}

/** Reads to the end whatever comes, so that the response is seen, and keeps no more than it may. */
async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length <= longestBody) chunks.push(chunk);
    }
    return length > longestBody ? undefined : (JSON.parse(Buffer.concat(chunks).toString()) as unknown);
  } catch {
    return undefined;
  }
}

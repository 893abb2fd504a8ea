import type { IncomingMessage, ServerResponse } from "node:http";
import type { GateQuestion, GateReply } from "#model/gates/gate-reply.ts";
import { type PlainServer, servePlain } from "#server/plain-server.ts";

export type GateHandler = (question: GateQuestion) => GateReply;

/** Flagger sends a few hundred bytes and what the Canary's metadata holds. */
const longestBody = 16_384;

/** Flagger counts a connection that is reset as a failed check, so this is far above what all Canaries of a cluster open at once. */
const mostConnections = 2_048;

/** Flagger trusts no authority of ours, and Argo Rollouts needs none. */
export const serveGates = (handler: GateHandler, host: string, port: number): Promise<PlainServer> =>
  servePlain((request, response) => void respond(handler, request, response), host, port, {
    maxConnections: mostConnections,
  });

async function respond(handler: GateHandler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request);
  const path = request.url?.split("?", 1)[0] ?? "/";
  const { status, contentType, text } = handler({ method: request.method ?? "", path, body });
  // Flagger opens a connection for each call and leaves it open without using it again.
  response.writeHead(status, { "content-type": `${contentType}; charset=utf-8`, connection: "close" }).end(`${text}\n`);
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

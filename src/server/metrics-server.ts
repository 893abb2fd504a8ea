import type { IncomingMessage, ServerResponse } from "node:http";
import type { Metrics } from "./metrics.ts";
import { type PlainServer, servePlain } from "./plain-server.ts";

/** A scraper has no business at the admission port. Knows `/metrics` and nothing else. */
export const serveMetrics = (metrics: Pick<Metrics, "read">, host: string, port: number): Promise<PlainServer> =>
  servePlain((request, response) => void respond(metrics, request, response), host, port);

async function respond(metrics: Pick<Metrics, "read">, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url?.split("?", 1)[0];
  if (path !== "/metrics") return plain(response, 404, "the only path here is /metrics");
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("allow", "GET, HEAD");
    return plain(response, 405, "/metrics supports GET and HEAD only");
  }
  try {
    const { contentType, text } = await metrics.read();
    response.writeHead(200, { "content-type": contentType }).end(text);
  } catch (error) {
    plain(response, 500, `the metrics could not be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function plain(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${text}\n`);
}

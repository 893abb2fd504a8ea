import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Metrics } from "./metrics.ts";

export interface MetricsServer {
  /** The port, which the system chose if 0 was requested. */
  readonly port: number;
  close(): Promise<void>;
}

/** Plain HTTP on a port of its own, because a scraper has no business at the admission port. Knows `/metrics` and nothing else. */
export async function serveMetrics(metrics: Pick<Metrics, "read">, host: string, port: number): Promise<MetricsServer> {
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000 }, (request, response) => {
    void respond(metrics, request, response);
  });
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

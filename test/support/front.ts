import { createServer, request, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";

/** One call of the API server, as it came and as it was answered. */
export interface Call {
  /** Path and query, with the timeout that the API server gives. */
  readonly url: string;
  readonly contentType: string;
  readonly review: { readonly apiVersion: string; readonly request: ReviewedRequest };
  readonly answer: { readonly apiVersion: string; readonly response: ReviewResponse };
  readonly bytes: number;
}

export interface ReviewedRequest {
  readonly uid: string;
  readonly kind: { readonly group: string; readonly version: string; readonly kind: string };
  readonly requestKind?: { readonly group: string; readonly version: string; readonly kind: string };
  readonly resource: { readonly resource: string };
  readonly subResource?: string;
  readonly operation: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly object: unknown;
  readonly oldObject: unknown;
  readonly options: unknown;
  readonly dryRun?: boolean;
}

export interface ReviewResponse {
  readonly uid: string;
  readonly allowed: boolean;
  readonly warnings?: readonly string[];
  readonly patch?: string;
  readonly patchType?: string;
  readonly auditAnnotations?: Readonly<Record<string, string>>;
}

export type Patch = readonly { readonly op: string; readonly path: string; readonly value?: unknown }[];

/** Empty where the answer has none. */
export const patchOf = ({ answer: { response } }: Call): Patch =>
  response.patch === undefined ? [] : (JSON.parse(Buffer.from(response.patch, "base64").toString()) as Patch);

/** Stands between the API server and the webhook: remembers what passes, can be slow, and can be gone for a while. */
export interface Front {
  readonly port: number;
  readonly calls: (matches: (request: ReviewedRequest) => boolean) => readonly Call[];
  readonly slowDown: (delayMs: number) => void;
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
}

export async function startFront(
  pair: { readonly certificate: string; readonly key: string },
  webhookPort: number,
): Promise<Front> {
  const calls: Call[] = [];
  let server: Server;
  let port = 0;
  let delayMs = 0;
  const start = async (): Promise<void> => {
    server = createServer({ cert: pair.certificate, key: pair.key, keepAliveTimeout: 120_000 }, async (incoming, reply) => {
      // Where the machine is busy, the API server gives a call up before it is complete.
      const sent = await buffer(incoming).catch(() => undefined);
      if (sent === undefined) return;
      const url = incoming.url ?? "";
      await pause(delayMs);
      const { status, text } = await pass(webhookPort, url, sent);
      reply.writeHead(status, { "content-type": "application/json" }).end(text);
      const contentType = String(incoming.headers["content-type"]);
      calls.push({ url, contentType, review: JSON.parse(sent.toString()), answer: JSON.parse(text), bytes: sent.length });
    });
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  };
  await start();
  return {
    port,
    calls: (matches) => calls.filter(({ review }) => matches(review.request)),
    slowDown: (ms) => {
      delayMs = ms;
    },
    start,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function pass(port: number, path: string, body: Buffer): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { "content-type": "application/json", "content-length": body.length };
    request({ host: "127.0.0.1", port, path, method: "POST", headers, rejectUnauthorized: false }, async (answer) => {
      const text = (await buffer(answer)).toString();
      resolve({ status: answer.statusCode ?? 0, text });
    })
      .once("error", reject)
      .end(body);
  });
}

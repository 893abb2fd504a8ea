import type { Server } from "node:https";
import type { AddressInfo } from "node:net";
import { type FastifyError, type FastifyInstance, type FastifyReply, fastify } from "fastify";
import { type AdmissionRouteParts, admissionPaths, admissionRoutes } from "./admission-routes.ts";
import { readJsonOnly } from "./body.ts";
import { healthPaths, healthRoutes, type Readiness } from "./health-routes.ts";
import { statusBody } from "./http-status.ts";
import type { KeyPair } from "./key-pair.ts";
import { tlsOptions } from "./tls-options.ts";
import { trackSilentConnections } from "./unused-connections.ts";

export interface ServerParts extends AdmissionRouteParts {
  readonly readiness: Readiness;
  readonly keyPair: KeyPair;
  /** Waited for by `close` while requests are still served, each answer with `Connection: close`. */
  readonly beforeClose: () => Promise<void>;
}

export interface AdmissionServer {
  /** @returns the port, which the system chose if 0 was asked for. */
  listen(host: string, port: number): Promise<number>;
  /** New connections get this pair; open ones go on with theirs. @throws Error of OpenSSL for a pair that cannot be used. */
  useKeyPair(pair: KeyPair): void;
  close(): Promise<void>;
  /** Ends connections whatever they are doing. */
  cutConnections(): void;
}

/**
 * A review carries object and oldObject, each up to the API server's request limit of 3 MiB before it is written as JSON again;
 * an annotated ConfigMap of 1 MB made a review of 2 MB.
 */
const bodyLimitBytes = 8 * 1024 * 1024;

/** The API server drops idle connections after 90 s (Go's transport, taken over by client-go); the side that sends must close first. */
const keepAliveTimeoutMs = 120_000;

export function createServer(parts: ServerParts): AdmissionServer {
  const app: FastifyInstance = fastify({
    https: {
      ...tlsOptions(parts.keyPair),
      // The API server forces HTTP/1.1 on webhooks, except at loopback URLs.
      ALPNProtocols: ["http/1.1"],
      handshakeTimeout: 10_000,
      headersTimeout: 10_000,
      requestTimeout: 15_000,
      connectionsCheckingInterval: 5_000,
      maxHeaderSize: 16 * 1024,
    },
    logger: false,
    bodyLimit: bodyLimitBytes,
    keepAliveTimeout: keepAliveTimeoutMs,
    requestTimeout: 15_000,
    // It would also cut the preClose hook short, which waits for the drain.
    pluginTimeout: 0,
    // A 503 while closing would be a failed webhook call, though we are able to answer.
    return503OnClosing: false,
    // What the router itself refuses, such as a path that does not decode, passes no error handler.
    frameworkErrors: (error, _request, reply) => respondWithError(error, reply, parts),
  });
  readJsonOnly(app);
  admissionRoutes(app, parts);
  healthRoutes(app, parts.readiness);
  handleErrors(app, parts);
  const server = app.server as unknown as Server;
  const closeSilent = trackSilentConnections(server);
  app.addHook("preClose", async () => {
    await parts.beforeClose();
    closeSilent();
  });
  return serverOf(app, server);
}

function handleErrors(app: FastifyInstance, parts: ServerParts): void {
  app.setErrorHandler((error: FastifyError, _request, reply) => respondWithError(error, reply, parts));
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?", 1)[0] ?? "";
    const allow = admissionPaths.includes(path) ? "POST" : healthPaths.includes(path) ? "GET, HEAD" : undefined;
    const status = allow === undefined ? 404 : 405;
    const message = allow === undefined ? "there is nothing at this path" : `this path answers ${allow} only`;
    if (allow !== undefined) reply.header("allow", allow);
    refuse(reply, status, message, parts);
  });
}

function respondWithError(error: FastifyError, reply: FastifyReply, parts: ServerParts): void {
  const status = error.statusCode !== undefined && error.statusCode >= 400 ? error.statusCode : 500;
  refuse(reply, status, said(status, error), parts, error.message);
}

/** Never with Retry-After: client-go would repeat the call up to ten times inside the user's waiting time. */
function refuse(reply: FastifyReply, status: number, message: string, { observer }: ServerParts, notices = message): void {
  reply.code(status).send(statusBody(status, message));
  observer.refused(status, notices);
}

function said(status: number, error: FastifyError): string {
  if (status === 413) return `the body is larger than ${bodyLimitBytes / 1024 / 1024} MiB`;
  if (status === 415) return "the content type must be application/json";
  return status < 500 ? error.message : "internal error";
}

function serverOf(app: FastifyInstance, server: Server): AdmissionServer {
  return {
    listen: async (host, port) => {
      await app.listen({ host, port });
      return (server.address() as AddressInfo).port;
    },
    useKeyPair: (pair) => server.setSecureContext(tlsOptions(pair)),
    close: () => app.close(),
    cutConnections: () => server.closeAllConnections(),
  };
}

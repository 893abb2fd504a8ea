import type { Server } from "node:https";
import type { AddressInfo } from "node:net";
import { type FastifyError, type FastifyInstance, type FastifyReply, fastify } from "fastify";
import { type AdmissionRouteParts, admissionPaths, admissionRoutes } from "./admission-routes.ts";
import { readJsonOnly } from "./body.ts";
import { respondToClientError } from "./client-error.ts";
import type { ClientAuthentication } from "./clients/client-authentication.ts";
import { healthPaths, healthRoutes, type Readiness } from "./health-routes.ts";
import type { KeyPair } from "./key-pair.ts";
import { createBodyBudget } from "./limits/body-budget.ts";
import { trackConnections } from "./limits/connections.ts";
import type { EventLoopLag } from "./limits/event-loop-lag.ts";
import { refuse } from "./refuse.ts";
import { tlsOptions } from "./tls-options.ts";
import { trackSilentConnections } from "./unused-connections.ts";

export interface ServerParts extends AdmissionRouteParts {
  readonly readiness: Readiness;
  readonly keyPair: KeyPair;
  readonly lag: EventLoopLag;
  readonly limits: ServerLimits;
  /** Undefined lets everyone in. */
  readonly clients: ClientAuthentication | undefined;
  /** Waited for by `close` while requests are still served, each answer with `Connection: close`. */
  readonly beforeClose: () => Promise<void>;
}

export interface ServerLimits {
  /** Of one body, in bytes. */
  readonly body: number;
  /** Of all bodies that are arriving, in bytes. */
  readonly bodies: number;
  /** Open at a time. */
  readonly connections: number;
}

export interface AdmissionServer {
  /** @returns the port, which the system chose if 0 was requested. */
  listen(host: string, port: number): Promise<number>;
  /** New connections get this pair; open ones continue with theirs. @throws Error of OpenSSL for a pair that cannot be used. */
  useKeyPair(pair: KeyPair): void;
  /** The same for the authorities of client certificates, where clients are authenticated. */
  useClientAuthorities(pem: string): void;
  close(): Promise<void>;
  /** Ends connections whatever they are doing. */
  cutConnections(): void;
}

/** The API server drops idle connections after 90 s (Go's transport, taken over by client-go); the side that sends must close first. */
const keepAliveTimeoutMs = 120_000;

/** No route has a schema, and the compilers that Fastify would load for them take a tenth of a start. */
const noSchemas = {
  compilersFactory: {
    buildValidator: () => noCompiler,
    buildSerializer: () => noCompiler,
  },
};

function noCompiler(): never {
  throw new Error("routes have no schemas here");
}

export function createServer(parts: ServerParts): AdmissionServer {
  const app: FastifyInstance = fastify({
    https: {
      ...tlsOptions(parts.keyPair, parts.clients?.authorities),
      // Decided for each route: a kubelet's probe has no certificate.
      ...(parts.clients === undefined ? {} : { requestCert: true, rejectUnauthorized: false }),
      // The API server forces HTTP/1.1 on webhooks, except at loopback URLs.
      ALPNProtocols: ["http/1.1"],
      handshakeTimeout: 10_000,
      headersTimeout: 10_000,
      requestTimeout: 15_000,
      connectionsCheckingInterval: 5_000,
      maxHeaderSize: 16 * 1024,
    },
    logger: false,
    schemaController: noSchemas,
    keepAliveTimeout: keepAliveTimeoutMs,
    requestTimeout: 15_000,
    // It would also cut the preClose hook short, which waits for the drain.
    pluginTimeout: 0,
    // A 503 while closing would be a failed webhook call, though we are able to answer.
    return503OnClosing: false,
    clientErrorHandler: respondToClientError,
    // What the router itself refuses, such as a path that does not decode, passes no error handler.
    frameworkErrors: (error, _request, reply) => respondWithError(error, reply, parts),
  });
  const server = app.server as unknown as Server;
  const { observer, clock, lag, limits } = parts;
  const connections = trackConnections(server, {
    most: limits.connections,
    clock,
    lag,
    onClosed: () => observer.rejected("connection-limit"),
  });
  readJsonOnly(app, { budget: createBodyBudget(limits.bodies), limitBytes: limits.body });
  admissionRoutes(app, parts, connections, parts.clients?.names);
  healthRoutes(app, parts.readiness);
  handleErrors(app, parts);
  const closeSilent = trackSilentConnections(server);
  app.addHook("preClose", async () => {
    await parts.beforeClose();
    closeSilent();
  });
  return serverOf(app, server, parts);
}

function handleErrors(app: FastifyInstance, parts: ServerParts): void {
  app.setErrorHandler((error: FastifyError, _request, reply) => respondWithError(error, reply, parts));
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split("?", 1)[0] ?? "";
    const allow = admissionPaths.includes(path) ? "POST" : healthPaths.includes(path) ? "GET, HEAD" : undefined;
    const status = allow === undefined ? 404 : 405;
    const message = allow === undefined ? "this path does not exist" : `this path supports ${allow} only`;
    if (allow !== undefined) reply.header("allow", allow);
    refuse(reply, status, message, parts.observer);
  });
}

function respondWithError(error: FastifyError, reply: FastifyReply, parts: ServerParts): void {
  const status = error.statusCode !== undefined && error.statusCode >= 400 ? error.statusCode : 500;
  refuse(reply, status, said(status, error), parts.observer, error.message);
}

function said(status: number, error: FastifyError): string {
  if (status === 415) return "the content type must be application/json";
  return status < 500 ? error.message : "internal error";
}

function serverOf(app: FastifyInstance, server: Server, { keyPair, clients }: ServerParts): AdmissionServer {
  let pair = keyPair;
  let authorities = clients?.authorities;
  return {
    listen: async (host, port) => {
      await app.listen({ host, port });
      return (server.address() as AddressInfo).port;
    },
    useKeyPair: (next) => {
      server.setSecureContext(tlsOptions(next, authorities));
      pair = next;
    },
    useClientAuthorities: (next) => {
      server.setSecureContext(tlsOptions(pair, next));
      authorities = next;
    },
    close: () => app.close(),
    cutConnections: () => server.closeAllConnections(),
  };
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import {
  type AdmissionFailureHandler,
  type AdmissionHandler,
  type AdmissionOutcome,
  DeadlinePassed,
  type Endpoint,
} from "#admission/ports.ts";
import type { Timers } from "#clock/clock.ts";
import type { AdmissionObserver } from "./admission-observer.ts";
import { RejectedBody } from "./body.ts";
import { clientRefusal } from "./clients/client-authentication.ts";
import { type Deadline, deadlineOf } from "./deadline.ts";
import type { Connections } from "./limits/connections.ts";
import { refuse } from "./refuse.ts";

export interface AdmissionRouteParts {
  readonly handler: AdmissionHandler;
  readonly onFailure: AdmissionFailureHandler;
  readonly observer: AdmissionObserver;
  readonly clock: Timers;
  /** Assumed when the request states no timeout; 10 s is what admissionregistration.k8s.io/v1 gives a webhook without timeoutSeconds. */
  readonly defaultTimeoutMs: number;
  /** With less than this left before the deadline no decision is begun. */
  readonly deadlineMarginMs: number;
}

export const admissionPaths: readonly string[] = ["/mutate", "/validate"];

declare module "fastify" {
  interface FastifyRequest {
    /** When the head of the request had arrived, by the clock's `monotonicMs`; Node may have read it later. */
    arrivedMs: number;
  }
}

/** @param clientNames undefined where clients are not authenticated */
export function admissionRoutes(
  app: FastifyInstance,
  parts: AdmissionRouteParts,
  connections: Connections,
  clientNames: readonly string[] | undefined,
): void {
  app.decorateRequest("arrivedMs", 0);
  const onRequest = (request: FastifyRequest, reply: FastifyReply, next: () => void): void => {
    request.arrivedMs = connections.arrivedMs(request.raw);
    const refusal = clientNames === undefined ? undefined : clientRefusal(request.raw, clientNames);
    if (refusal === undefined) {
      next();
      return;
    }
    parts.observer.rejected("client-not-authenticated");
    refuse(reply, 401, refusal, parts.observer);
  };
  app.post("/mutate", { onRequest }, (request, reply) => admit("mutate", request, reply, parts));
  app.post("/validate", { onRequest }, (request, reply) => admit("validate", request, reply, parts));
}

function admit(endpoint: Endpoint, request: FastifyRequest, reply: FastifyReply, parts: AdmissionRouteParts): void {
  const deadline = deadlineOf(request.query, request.arrivedMs, parts.defaultTimeoutMs, parts.clock);
  const { body } = request;
  const response =
    body instanceof RejectedBody ? respondToRejected(endpoint, body, reply, parts) : respond(endpoint, body, deadline, parts);
  if (response === undefined) return;
  const { outcome, failure } = response;
  send(outcome, reply);
  if (failure !== undefined) parts.observer.failed(endpoint, failure);
  const remainingMs = deadline.remainingMs();
  if (remainingMs < 0) parts.observer.late(endpoint, -remainingMs);
  parts.observer.decided(outcome.record, parts.clock.monotonicMs() - request.arrivedMs);
}

/**
 * The same bytes by two ways. Fastify's reply writes UTF-8, for which V8 encodes each character; Latin-1 is copied, and the same where
 * all is ASCII. Headers that are set already, as at the end of the process, go out with both.
 */
function send({ status, text, ascii }: AdmissionOutcome, reply: FastifyReply): void {
  if (ascii !== true) {
    reply.code(status).type(contentType).send(text);
    return;
  }
  reply.hijack();
  reply.raw.writeHead(status, { "content-type": contentType, "content-length": text.length }).end(text, "latin1");
}

const contentType = "application/json; charset=utf-8";

interface Response {
  readonly outcome: AdmissionOutcome;
  /** Why the handler did not give it. */
  readonly failure?: Error;
}

/** Whatever the handler does, a review comes out of here: an HTTP error would leave the choice to the webhook's failurePolicy. */
function respond(endpoint: Endpoint, body: unknown, deadline: Deadline, parts: AdmissionRouteParts): Response {
  try {
    const remainingMs = deadline.remainingMs();
    if (remainingMs < parts.deadlineMarginMs) throw new DeadlinePassed(`${Math.round(remainingMs)} ms left to decide`);
    return { outcome: parts.handler(endpoint, body) };
  } catch (thrown) {
    const failure = thrown instanceof Error ? thrown : new Error(String(thrown));
    return { outcome: parts.onFailure(endpoint, body, failure), failure };
  }
}

/** A review where the head of the body tells enough of the request, an HTTP error elsewhere, and undefined then. */
function respondToRejected(
  endpoint: Endpoint,
  { error, review }: RejectedBody,
  reply: FastifyReply,
  parts: AdmissionRouteParts,
): Response | undefined {
  parts.observer.rejected(error.reason);
  const outcome = review === undefined ? undefined : parts.onFailure(endpoint, review, error);
  if (outcome?.status === 200) return { outcome };
  refuse(reply, error.reason === "overloaded" ? 503 : 413, error.message, parts.observer);
  return undefined;
}

import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import {
  type AdmissionFailureHandler,
  type AdmissionHandler,
  type AdmissionOutcome,
  type Deadline,
  DeadlinePassed,
  type Endpoint,
} from "#admission/ports.ts";
import type { AdmissionObserver } from "./admission-observer.ts";
import type { Clock } from "./clock.ts";
import { deadlineOf } from "./deadline.ts";

export interface AdmissionRouteParts {
  readonly handler: AdmissionHandler;
  readonly onFailure: AdmissionFailureHandler;
  readonly observer: AdmissionObserver;
  readonly clock: Clock;
  /** Assumed when the request states no timeout; 10 s is what admissionregistration.k8s.io/v1 gives a webhook without timeoutSeconds. */
  readonly defaultTimeoutMs: number;
  /** With less than this left before the deadline no decision is begun. */
  readonly deadlineMarginMs: number;
}

export const admissionPaths: readonly string[] = ["/mutate", "/validate"];

declare module "fastify" {
  interface FastifyRequest {
    /** When the head of the request had arrived, by the clock's `monotonicMs`. */
    arrivedMs: number;
  }
}

export function admissionRoutes(app: FastifyInstance, parts: AdmissionRouteParts): void {
  app.decorateRequest("arrivedMs", 0);
  app.addHook("onRequest", (request, _reply, done) => {
    request.arrivedMs = parts.clock.monotonicMs();
    done();
  });
  app.post("/mutate", (request, reply) => admit("mutate", request, reply, parts));
  app.post("/validate", (request, reply) => admit("validate", request, reply, parts));
}

function admit(endpoint: Endpoint, request: FastifyRequest, reply: FastifyReply, parts: AdmissionRouteParts): void {
  const deadline = deadlineOf(request.query, request.arrivedMs, parts.defaultTimeoutMs, parts.clock);
  const { outcome, text, failure } = respond(endpoint, request.body, deadline, parts);
  reply.code(outcome.status).type("application/json; charset=utf-8").send(text);
  if (failure !== undefined) parts.observer.failed(endpoint, failure);
  const remainingMs = deadline.remainingMs();
  if (remainingMs < 0) parts.observer.late(endpoint, -remainingMs);
  parts.observer.decided(outcome.record, parts.clock.monotonicMs() - request.arrivedMs);
}

interface Response {
  readonly outcome: AdmissionOutcome;
  readonly text: string;
  /** Why the handler did not give it. */
  readonly failure?: Error;
}

/** Whatever the handler does, a review comes out of here: an HTTP error would leave the choice to the webhook's failurePolicy. */
function respond(endpoint: Endpoint, body: unknown, deadline: Deadline, parts: AdmissionRouteParts): Response {
  try {
    const remainingMs = deadline.remainingMs();
    if (remainingMs < parts.deadlineMarginMs) throw new DeadlinePassed(`${Math.round(remainingMs)} ms left to decide`);
    return written(parts.handler(endpoint, body, deadline));
  } catch (thrown) {
    const failure = thrown instanceof Error ? thrown : new Error(String(thrown));
    return { ...written(parts.onFailure(endpoint, body, failure)), failure };
  }
}

const written = (outcome: AdmissionOutcome): Response => ({ outcome, text: JSON.stringify(outcome.body) });

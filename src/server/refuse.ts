import type { FastifyReply } from "fastify";
import type { AdmissionObserver } from "./admission-observer.ts";
import { statusBody } from "./http-status.ts";

/**
 * An HTTP error with a Status, for what no review can answer.
 * Never with Retry-After: client-go would repeat the call up to ten times inside the user's waiting time.
 *
 * @param logged what observers receive, where it differs from what the client sees
 */
export function refuse(
  reply: FastifyReply,
  status: number,
  message: string,
  observer: AdmissionObserver,
  logged: string = message,
): void {
  reply.code(status).send(statusBody(status, message));
  observer.refused(status, logged);
}

import type { FastifyInstance } from "fastify";

/** Why requests should not be sent here, one sentence each; empty when they should. */
export type Readiness = () => readonly string[];

export const healthPaths: readonly string[] = ["/livez", "/readyz"];

/** Liveness requires no more than a turning event loop: restarting would fix neither a missing cache nor a certificate. */
export function healthRoutes(app: FastifyInstance, readiness: Readiness): void {
  app.get("/livez", (_request, reply) => {
    reply.type("text/plain; charset=utf-8").send("ok\n");
  });
  app.get("/readyz", (_request, reply) => {
    const reasons = readiness();
    reply
      .code(reasons.length === 0 ? 200 : 503)
      .type("text/plain; charset=utf-8")
      .send(reasons.length === 0 ? "ok\n" : `${reasons.join("\n")}\n`);
  });
}

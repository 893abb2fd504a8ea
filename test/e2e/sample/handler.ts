import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";

/**
 * What every sample answers: `/` at once, `/slow?ms=N` after N milliseconds, `/livez` with 200 until a POST to `/break`.
 * Anything else is a 404, so that a mistaken probe shows.
 */
export function sampleHandler(): RequestListener {
  let broken = false;
  return (request, answer) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://sample");
    if (request.method === "POST" && pathname === "/break") broken = true;
    void reply(answer, pathname, Number(searchParams.get("ms") ?? 0), broken);
  };
}

async function reply(answer: ServerResponse<IncomingMessage>, path: string, ms: number, broken: boolean): Promise<void> {
  switch (path) {
    case "/slow":
      await pause(ms);
      break;
    case "/":
    case "/break":
      break;
    case "/livez":
      answer.statusCode = broken ? 500 : 200;
      break;
    default:
      answer.statusCode = 404;
  }
  answer.end(`${answer.statusCode}\n`);
}

/** Where a sample listens: all addresses of its Pod, or the one that stands for a Pod where there is none. */
export const place = { host: process.env["HOST"] ?? "0.0.0.0", port: Number(process.env["PORT"] ?? 8080) } as const;

/** Longer than the 60 s of a load balancer, so that it is never the application that closes an idle connection. */
export const keepAliveTimeout = 75_000;

import { type Agent, type ClientRequest, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { pipeline } from "node:stream";
import { failures, isUnanswered, type UpstreamFailure } from "./upstream-failure.ts";

export interface Forwarded {
  readonly outcome: { readonly answered: true } | { readonly answered: false; readonly failure: UpstreamFailure } | "client-left";
  /** Undefined where the target gave none. */
  readonly targetStatus: number | undefined;
  readonly sentBytes: number;
  readonly times: ProcessingTimes;
}

/** How far a request got, in milliseconds; undefined where it never got there. */
export interface ProcessingTimes {
  /** Until it was sent to the target. */
  readonly requestMs: number | undefined;
  /** From then on until the target began to answer, or until its connection ended. */
  readonly targetMs: number | undefined;
  /** From then on until the answer was complete, or broke off. */
  readonly responseMs: number | undefined;
}

export interface ForwardOptions {
  readonly host: string;
  readonly port: number;
  readonly agent: Agent;
  readonly connectTimeoutMs: number;
  readonly headers: IncomingMessage["headers"];
  /** Ends the request because the target's delay has passed. */
  readonly cut: AbortSignal;
  readonly nowMs: () => number;
}

const hopByHop = ["connection", "keep-alive", "proxy-connection", "te", "trailer", "upgrade"];

/** Passes one request on and its answer back. An answer that breaks off reaches the client as a broken connection. */
export function forward(incoming: IncomingMessage, outgoing: ServerResponse, options: ForwardOptions): Promise<Forwarded> {
  const startedMs = options.nowMs();
  let targetStatus: number | undefined;
  let sentBytes = 0;
  let sentMs: number | undefined;
  let answeredMs: number | undefined;
  const upstream = request({
    host: options.host,
    port: options.port,
    agent: options.agent,
    method: incoming.method ?? "GET",
    path: incoming.url ?? "/",
    headers: withoutHopByHop(options.headers),
  });
  return new Promise((resolve) => {
    const finish = (outcome: Forwarded["outcome"]): void => {
      options.cut.removeEventListener("abort", onCut);
      const times = timesOf({ startedMs, sentMs, answeredMs, endedMs: options.nowMs(), outcome });
      resolve({ outcome, targetStatus, sentBytes, times });
    };
    const fail = (failure: UpstreamFailure): void => {
      upstream.destroy();
      finish({ answered: false, failure });
    };
    const onCut = (): void => fail(failures["delay-over"]);
    options.cut.addEventListener("abort", onCut);
    outgoing.once("close", () => {
      if (outgoing.writableFinished) return;
      upstream.destroy();
      finish("client-left");
    });
    onConnected(upstream, () => {
      sentMs ??= options.nowMs();
    });
    limitConnect(upstream, options.connectTimeoutMs, fail);
    upstream.once("timeout", () => fail(failures.silent));
    upstream.on("error", (error) => {
      if (!isUnanswered(error)) return fail(failures.closed);
      setTimeout(() => fail(failures["no-connection"]), startedMs + options.connectTimeoutMs - options.nowMs());
    });
    upstream.once("response", (answer) => {
      targetStatus = answer.statusCode ?? 0;
      answeredMs = options.nowMs();
      outgoing.writeHead(targetStatus, withoutHopByHop(answer.headers));
      // Before the pipeline breaks the connection to the client, which else looks as if the client had left.
      answer.once("error", () => fail(failures.closed));
      answer.on("data", (chunk: Buffer) => {
        sentBytes += chunk.length;
      });
      pipeline(answer, outgoing, (error) => error ?? finish({ answered: true }));
    });
    incoming.pipe(upstream);
  });
}

interface Moments {
  readonly startedMs: number;
  readonly sentMs: number | undefined;
  readonly answeredMs: number | undefined;
  readonly endedMs: number;
  readonly outcome: Forwarded["outcome"];
}

/** The definitions of the three processing times in "Access log entries": a target that closes has used its time, one that is silent has none. */
function timesOf({ startedMs, sentMs, answeredMs, endedMs, outcome }: Moments): ProcessingTimes {
  if (sentMs === undefined) return { requestMs: undefined, targetMs: undefined, responseMs: undefined };
  const requestMs = sentMs - startedMs;
  if (answeredMs !== undefined) return { requestMs, targetMs: answeredMs - sentMs, responseMs: endedMs - answeredMs };
  const broke = outcome !== "client-left" && !outcome.answered && outcome.failure.kind !== "silent";
  return { requestMs, targetMs: broke ? endedMs - sentMs : undefined, responseMs: undefined };
}

function onConnected(upstream: ClientRequest, connected: () => void): void {
  upstream.once("socket", (socket: Socket) => {
    if (socket.connecting) socket.once("connect", connected);
    else connected();
  });
}

/** Node has no time limit for the connection alone. */
function limitConnect(upstream: ClientRequest, connectTimeoutMs: number, fail: (failure: UpstreamFailure) => void): void {
  upstream.once("socket", (socket: Socket) => {
    if (!socket.connecting) return;
    const timer = setTimeout(() => fail(failures["no-connection"]), connectTimeoutMs);
    const clear = (): void => clearTimeout(timer);
    socket.once("connect", clear).once("close", clear);
  });
}

function withoutHopByHop(headers: IncomingMessage["headers"]): IncomingMessage["headers"] {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hopByHop.includes(name)));
}

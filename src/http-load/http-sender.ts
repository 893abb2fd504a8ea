import { type ClientRequest, request as httpRequest, type IncomingMessage, type RequestOptions } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type Socket } from "node:net";
import type { Timers } from "#clock/clock.ts";
import type { Turn } from "#probe/load/turn.ts";
import type { Outcome, RequestError, Responder } from "#probe/results/outcome.ts";
import { ConnectionAgents, trusted } from "./connection-agents.ts";
import { hostOf, type ProbeTarget } from "./probe-target.ts";
import { requestErrorOf, type Stage } from "./request-error.ts";

export interface Timeouts {
  readonly connectTimeoutMs: number;
  readonly timeoutMs: number;
}

/** Sends requests of a probe, one at a time each. */
export interface Sender {
  /** Never rejects. Undefined for a request that `close` ended. */
  send(turn: Turn): Promise<Outcome | undefined>;
  /** Ends everything that is under way. */
  close(): void;
}

/** HTTP/1.1 by Node's own client. Redirects are not followed: load goes to the URL that was named and nowhere else. */
export class HttpSender implements Sender {
  readonly #target: ProbeTarget;
  readonly #timeouts: Timeouts;
  readonly #clock: Timers;
  readonly #agents: ConnectionAgents;
  readonly #underWay = new Set<ClientRequest>();
  #closed = false;

  constructor(target: ProbeTarget, timeouts: Timeouts, clock: Timers) {
    this.#target = target;
    this.#timeouts = timeouts;
    this.#clock = clock;
    this.#agents = new ConnectionAgents(target);
  }

  send(turn: Turn): Promise<Outcome | undefined> {
    const sentMs = this.#clock.nowMs();
    const startedMs = this.#clock.monotonicMs();
    return new Promise((resolve) => {
      const exchange = new Exchange(this.#open(turn), this.#timeouts, this.#clock, this.#target.podHeader, (end) => {
        this.#underWay.delete(exchange.request);
        if (this.#closed) return resolve(undefined);
        const durationMs = Math.max(this.#clock.monotonicMs() - startedMs, 0);
        resolve({ sentMs, durationMs, address: turn.address, connection: turn.connection, ...end });
      });
      this.#underWay.add(exchange.request);
    });
  }

  close(): void {
    this.#closed = true;
    for (const request of this.#underWay) request.destroy();
    this.#agents.close();
  }

  #open(turn: Turn): ClientRequest {
    const { url, method, headers } = this.#target;
    const agent = this.#agents.for(turn);
    const options: RequestOptions = {
      host: turn.address,
      port: url.port === "" ? undefined : Number(url.port),
      path: `${url.pathname}${url.search}`,
      method,
      agent,
      setHost: false,
      headers: { host: url.host, "user-agent": "outlive-probe", accept: "*/*", ...Object.fromEntries(headers) },
    };
    if (url.protocol !== "https:") return httpRequest(options);
    const name = hostOf(url);
    return httpsRequest({ ...options, ...trusted(this.#target), ...(isIP(name) === 0 ? { servername: name } : {}) });
  }
}

type End = Pick<Outcome, "status" | "error" | "sent" | "responder" | "pod">;

/** One request with its timers, until its response is complete or it has failed; calls `done` once. */
class Exchange {
  readonly request: ClientRequest;
  readonly #podHeader: string | undefined;
  readonly #done: (end: End) => void;
  readonly #stopTimers: readonly (() => void)[];
  #stage: Stage = "connecting";
  #response: IncomingMessage | undefined;
  #ended = false;

  constructor(
    request: ClientRequest,
    { connectTimeoutMs, timeoutMs }: Timeouts,
    clock: Timers,
    podHeader: string | undefined,
    done: (end: End) => void,
  ) {
    this.request = request;
    this.#podHeader = podHeader;
    this.#done = done;
    this.#stopTimers = [
      clock.after(connectTimeoutMs, () => {
        if (this.#stage !== "sent") this.#fail("timeout");
      }),
      clock.after(timeoutMs, () => this.#fail("timeout")),
    ];
    request.on("socket", (socket) => this.#socket(socket));
    request.on("response", (response) => this.#responded(response));
    request.on("upgrade", () => this.#fail("other"));
    request.on("error", (error) => this.#fail(requestErrorOf(error, this.#stage)));
    // A response that is complete may still be on its way through the stream when its connection is closed.
    request.on("close", () => {
      if (this.#response?.complete !== true) this.#fail("reset");
    });
    request.end();
  }

  #socket(socket: Socket): void {
    if (!socket.connecting && this.request.reusedSocket) {
      this.#stage = "sent";
      return;
    }
    const secure = this.request.protocol === "https:";
    socket.once("connect", () => {
      this.#stage = secure ? "handshake" : "sent";
    });
    socket.once("secureConnect", () => {
      this.#stage = "sent";
    });
  }

  #responded(response: IncomingMessage): void {
    this.#response = response;
    response.resume();
    response.on("error", (error) => this.#fail(requestErrorOf(error, "sent")));
    response.on("aborted", () => this.#fail("reset"));
    response.on("end", () => this.#finish(response.complete ? undefined : "reset"));
  }

  #fail(error: RequestError): void {
    if (this.#ended) return;
    this.#finish(error);
    this.request.destroy();
  }

  #finish(error: RequestError | undefined): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const stop of this.#stopTimers) stop();
    const headers = new Map(Object.entries(this.#response?.headers ?? {}));
    const pod = this.#podHeader === undefined ? undefined : headers.get(this.#podHeader);
    const podName = typeof pod === "string" && pod !== "" ? pod.slice(0, longestName) : undefined;
    this.#done({
      status: this.#response?.statusCode ?? 0,
      error,
      sent: this.#stage === "sent",
      responder: responderOf(headers.get("server"), podName),
      pod: podName,
    });
  }
}

/** Of a Pod, in Kubernetes. */
const longestName = 253;

/** An Application Load Balancer signs what it writes itself, and passes the header of an application on. */
function responderOf(server: string | readonly string[] | undefined, pod: string | undefined): Responder {
  if (pod !== undefined) return "application";
  return typeof server === "string" && server.startsWith("awselb/") ? "load-balancer" : "unknown";
}

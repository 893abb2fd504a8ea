import type { Agent, IncomingHttpHeaders } from "node:http";
import https from "node:https";
import type { DecisionRecord } from "#model/admission/decision-record.ts";
import type { AdmissionObserver, Rejection } from "#server/admission-observer.ts";
import { watchEventLoop } from "#server/limits/event-loop-lag.ts";
import { type AdmissionServer, createServer, type ServerParts } from "#server/server.ts";
import { usualParts } from "../support/server-parts.ts";
import { testCertificates } from "./certificates.ts";
import { type FakeClock, fakeClock } from "./fake-clock.ts";
import { outcome } from "./outcome.ts";

export type Seen =
  | { readonly event: "decided"; readonly record: DecisionRecord; readonly durationMs: number }
  | { readonly event: "late"; readonly overdueMs: number }
  | { readonly event: "failed"; readonly message: string }
  | { readonly event: "refused"; readonly status: number; readonly message: string }
  | { readonly event: "rejected"; readonly rejection: Rejection };

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly reusedConnection: boolean;
}

export interface Call {
  readonly method?: string;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly agent?: Agent | false;
}

export interface RunningServer {
  readonly server: AdmissionServer;
  readonly port: number;
  readonly ca: string;
  readonly clock: FakeClock;
  readonly seen: readonly Seen[];
  call(path: string, call?: Call): Promise<Reply>;
}

export async function startServer(changed: Partial<ServerParts> = {}): Promise<RunningServer> {
  const { ca, pair } = await testCertificates();
  const clock = fakeClock();
  const seen: Seen[] = [];
  const server = createServer({
    handler: (endpoint, body) => outcome(endpoint, body),
    onFailure: (endpoint, _body, error) => outcome(endpoint, "failure", { result: "failed-open", error: error.message }),
    observer: noting(seen),
    clock,
    lag: watchEventLoop(clock, (run) => run()),
    keyPair: pair,
    ...usualParts,
    ...changed,
  });
  const port = await server.listen("127.0.0.1", 0);
  return { server, port, ca, clock, seen, call: (path, call = {}) => request(`https://127.0.0.1:${port}${path}`, ca, call) };
}

const noting = (seen: Seen[]): AdmissionObserver => ({
  decided: (record, durationMs) => void seen.push({ event: "decided", record, durationMs }),
  late: (_endpoint, overdueMs) => void seen.push({ event: "late", overdueMs }),
  failed: (_endpoint, error) => void seen.push({ event: "failed", message: error.message }),
  refused: (status, message) => void seen.push({ event: "refused", status, message }),
  rejected: (rejection) => void seen.push({ event: "rejected", rejection }),
});

/** POST of JSON where there is a body, GET elsewhere; a connection of its own unless an agent is given. */
export const request = (url: string, ca: string, { method, body, headers = {}, agent = false }: Call = {}): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const sent = https.request(
      url,
      {
        method: method ?? (body === undefined ? "GET" : "POST"),
        ca,
        agent: agent as https.Agent | false,
        headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString("utf8"),
            reusedConnection: sent.reusedSocket,
          }),
        );
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
